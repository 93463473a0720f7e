// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/scheduler/runtime_program.h"
#include "sim/build/build_program.h"
#include "sim/machine/device_image.h"
#include "sim/program/program.h"

namespace npusim {

/// A launch with its arguments as words: addresses, numbers, and structs, which begin with a word
/// of their own each. Throws InputError if a core has no room for them.
LaunchedKernel launched_kernel(const Program& program, const LaunchSource& launch,
                               const BuiltLaunch& built, const DeviceImage& image);

}  // namespace npusim
