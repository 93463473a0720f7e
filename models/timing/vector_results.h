// SPDX-License-Identifier: Apache-2.0
// Results of pipe V that are on their way to UB. A flag from V to S is set when V has read: whoever
// was told of an instruction through such a flag waits for its results where it touches them.
#pragma once

#include <cstdint>
#include <deque>
#include <span>

#include "models/arch/byte_range.h"
#include "models/arch/cycle.h"
#include "models/isa/execute.h"

namespace npusim::timing {

class VectorResults {
 public:
  /// Pipe V has started an instruction that touches `footprint`; what it writes is in UB at
  /// `complete`.
  void start(std::span<const isa::Footprint> footprint, Cycle complete);

  /// Nobody asks for cycles before `now` any more: what is in UB by then need not be kept.
  void forget(Cycle now);

  /// How many instructions have started so far.
  std::uint64_t started() const { return forgotten_ + in_flight_.size(); }

  /// The cycle, `now` or later, at which the first `count` instructions have written everything
  /// that `footprint` touches in UB.
  Cycle ready(std::span<const isa::Footprint> footprint, std::uint64_t count, Cycle now);
  /// The same of what is only read.
  Cycle ready_to_read(std::span<const isa::Footprint> footprint, Cycle now);

 private:
  struct InFlight {
    ByteRange writes;  ///< the smallest interval that holds them all
    Cycle complete;
  };
  Cycle ready(const isa::Footprint& access, std::uint64_t count, Cycle now) const;

  std::deque<InFlight> in_flight_;
  std::uint64_t forgotten_ = 0;  ///< those before in_flight_, which are complete
};

}  // namespace npusim::timing
