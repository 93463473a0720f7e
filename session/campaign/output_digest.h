// SPDX-License-Identifier: Apache-2.0
// A number that two runs of a program share exactly if their outputs are the same bytes.
#pragma once

#include <cstdint>

#include "session/run/loaded_program.h"

namespace npusim::session {

/// Over all output bytes that differ from what the outputs started with, and where they are.
std::uint64_t output_digest(const LoadedProgram& loaded, const DeviceView& memory);

}  // namespace npusim::session
