// SPDX-License-Identifier: Apache-2.0
// Which of two racing accesses took effect first in a run: from when their instructions started and
// completed, and from the choices that said when bytes landed. Only what these bound for certain.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/arch/knobs.h"
#include "sim/explore/choice_profile.h"

namespace npusim {

/// An access of a race, to be found again in other runs of the program.
struct RacyAccess {
  AgentId agent = 0;
  Cycle cycle = 0;  ///< start of its instruction in the run that found the race
  bool writes = true;
  bool in_gm = false;
  InstructionId instruction = 0;
};

/// Two accesses that nothing orders, as they happened in the calm run.
struct UnorderedPair {
  RacyAccess first, second;
  std::string text;  ///< for tables
};

enum class AccessOrder : std::uint8_t { Unknown, FirstEarlier, SecondEarlier };

/// The access has read or written nothing before this cycle. None if the run has no such access.
std::optional<Cycle> earliest_effect(const ChoiceProfile& run, const RacyAccess& access);

/// The access has read or written everything by this cycle. None if the run has no such access, or
/// if nothing says so: what goes through a data cache.
std::optional<Cycle> latest_effect(const ChoiceProfile& run, const RacyAccess& access,
                                   const Knobs& knobs);

AccessOrder order_of(const ChoiceProfile& run, const UnorderedPair& pair, const Knobs& knobs);

}  // namespace npusim
