// SPDX-License-Identifier: Apache-2.0
// Which of the calls that one kind of FaultEvent stands for went wrong, where they have different
// remedies: its `instruction`, for kinds that tell of no instruction and no flag.
#pragma once

#include <cstdint>

namespace npusim {

enum class FaultDetail : std::uint64_t {
  None,
  // MissingPipe
  BarrierOnS,    ///< pipe_barrier(PIPE_S)
  MessageFromS,  ///< a flag to other cores that pipe S sends
  // BadEventId
  CrossCoreFlagId,  ///< a flag between cores beyond the hardware's
  // ModeLeak
  EmptyMask,   ///< a vector instruction without a lane
  ModeAtCall,  ///< a library's function finds a mask that the kernel has changed
  // ValidBeyondTile
  OverLaterRepeat  ///< a repeat's result lies over what a later one reads
};

/// In `instruction` of a CrossCoreShared, beside flag and core: the counter still had a set of the
/// same sender, not of another.
inline constexpr std::uint64_t kSameSender = std::uint64_t{1} << 32;

}  // namespace npusim
