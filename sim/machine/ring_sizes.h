// SPDX-License-Identifier: Apache-2.0
// How large the rings of a run's task runtime are, and how many cores and threads it uses. For each
// ring the first that says something counts: the knob, RUNTIME_ENV of kernel_config.py, the
// environment variable of the runtime, the runtime's own size.
#pragma once

#include <array>
#include <cstdint>

#include "models/arch/knobs.h"
#include "models/scheduler/runtime_program.h"
#include "sim/program/program.h"

namespace npusim {

/// `knobs`, with the environment's sizes where neither they nor `config` say anything: from here on
/// the run depends on the environment no more. Throws InputError.
Knobs with_runtime_environment(const Knobs& knobs, const KernelConfig& config);

/// Throws InputError for sizes that the runtime refuses.
std::array<RingSize, kRingCount> ring_sizes(const KernelConfig& config, const Knobs& knobs);

/// Bytes of all heap rings; 0 without a task runtime.
std::uint64_t heap_bytes(const Program& program, const Knobs& knobs);

}  // namespace npusim
