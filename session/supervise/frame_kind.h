// SPDX-License-Identifier: Apache-2.0
// What a worker's messages to its supervisor mean (sim/process/frames.h).
#pragma once

#include <cstdint>

namespace npusim::session {

enum class FrameKind : std::uint32_t {
  Out,     ///< for stdout
  Report,  ///< u32 number of the report, then its text
  Begin,   ///< of a phase: total u64, then phase \0 unit
  Update,  ///< done u64, total u64
  Note,    ///< beside the count
  End,     ///< of the phase
  Found,   ///< what was found so far (analysis/report/finding_json.h)
  Failed,  ///< i32 exit status, then the message
  Done     ///< i32 exit status
};

}  // namespace npusim::session
