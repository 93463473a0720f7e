// SPDX-License-Identifier: Apache-2.0
// Tiny random programs as event streams: a few tasks on two or three cores that share a few bytes,
// with flags, barriers, fences and strided accesses, interleaved in some order that could happen.
// Some of the bytes are heap memory that goes from task to task; some programs have flags between
// cores, and an orchestrator with accesses of its own.
#pragma once

#include <cstdint>

#include "models/arch/event_sink.h"

namespace npusim::test {

/// Sends program number `seed` to `sink`. The same number is the same program everywhere.
void run_random_program(std::uint64_t seed, EventSink& sink);

}  // namespace npusim::test
