// SPDX-License-Identifier: Apache-2.0
#include "models/core/argument_reads.h"

#include "models/core/core_events.h"
#include "models/core/faults.h"
#include "models/memory/sim_time.h"
#include "models/timing/cost.h"

namespace npusim {

void ArgumentReads::begin_block(const DispatchPayload& payload) {
  is_launch_ = payload.is_launch;
  passed_ = payload.arg_count;
  tensors_ = payload.tensor_count;
  list_.reset();
  descriptors_.reset();
}

void ArgumentReads::load(std::uint64_t address, const SyncOrigin& origin) {
  const auto index = static_cast<unsigned>(address % kArgsBytesPerCore / sizeof(std::int64_t));
  if (const unsigned lines = is_launch_ ? 0 : new_lines(index); lines > 0) {
    PipeClock& clock = environment_.clock(Pipe::S);
    clock.spend(TimeKind::Busy, time_of(origin));
    run_ahead(lines * timing::scalar_cost().load_gm_miss);
    clock.spend(TimeKind::L2, time_of(origin));
  }
  if (index < passed_ || index >= kLocalContextIndex) return;
  report_unpassed_argument(environment_, index, passed_, origin);
}

/// Of the list, whose first word is the function's address, and of the descriptor, where all that
/// kernels read is in the first line.
unsigned ArgumentReads::new_lines(unsigned index) {
  const std::size_t line = (index + 1) * sizeof(std::int64_t) / kCacheLineBytes;
  unsigned count = 0;
  if (line < list_.size() && !list_[line]) {
    list_.set(line);
    ++count;
  }
  if (index < tensors_ && !descriptors_[index]) {
    descriptors_.set(index);
    ++count;
  }
  return count;
}

}  // namespace npusim
