// SPDX-License-Identifier: Apache-2.0
// The use that a pipe's own account of its time comes down to. What "empty" comes down to depends
// on the blocks of its core.
#pragma once

#include "analysis/result/time_report.h"
#include "models/arch/event.h"

namespace npusim::analysis {

constexpr TimeUse use_of(TimeKind kind) {
  switch (kind) {
    case TimeKind::Busy:
      return TimeUse::Busy;
    case TimeKind::Flag:
      return TimeUse::Flag;
    case TimeKind::Barrier:
      return TimeUse::Barrier;
    case TimeKind::Queue:
      return TimeUse::Queue;
    case TimeKind::L2:
      return TimeUse::L2;
    case TimeKind::Hbm:
      return TimeUse::Hbm;
    case TimeKind::Bank:
      return TimeUse::Bank;
    case TimeKind::Code:
    case TimeKind::Empty:
      break;
  }
  return TimeUse::FrontEnd;
}

}  // namespace npusim::analysis
