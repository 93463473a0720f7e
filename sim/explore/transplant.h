// SPDX-License-Identifier: Apache-2.0
// The delays of one run put into another in which the runtime may have placed the blocks on other
// cores: what is late stays with the instruction and not with the core.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "sim/explore/choice_profile.h"
#include "sim/schedule/schedule.h"

namespace npusim {

/// A choice that is a delay, and what it is about whichever core it is on: the count-th of its kind
/// for one place in the text, by one pipe in one block.
struct PlacedDelay {
  ChoiceKind kind = ChoiceKind::FrontEnd;
  Pipe pipe = Pipe::S;
  TaskIndex task = kNoTask;
  std::int32_t block = 0;
  Site site = nullptr;  ///< comparable between children of one process
  std::uint64_t count = 0;
  ChoiceName name;
  std::uint64_t value = 0;

  auto subject() const { return std::tuple(kind, pipe, task, block, site, count); }
};

/// Every delay of a run that belongs to an instruction.
std::vector<PlacedDelay> placed_delays(const ChoiceProfile& profile);

/// Deviations from the calm schedule that delay, in the run of `target`, what was late in the run
/// of `source`. Choices of the runtime, and what `target` has no instruction for, are left out.
Schedule transplant(const std::vector<PlacedDelay>& source, const std::vector<PlacedDelay>& target);

}  // namespace npusim
