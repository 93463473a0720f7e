// SPDX-License-Identifier: Apache-2.0
#include "models/core/soft_barriers.h"

#include "models/arch/hash.h"
#include "models/core/core_events.h"

namespace npusim {

using Role = port::SoftBarrierRole;

void SoftBarriers::begin_block() {
  inside_ = false;
  passed_ = 0;
}

void SoftBarriers::mark(Role role, std::uint64_t which, const SyncOrigin& origin) {
  inside_ ? leave(role, which, origin) : arrive(role, which, origin);
  inside_ = !inside_;
}

void SoftBarriers::arrive(Role role, std::uint64_t which, const SyncOrigin& origin) {
  std::uint64_t published = 0;
  if (role == Role::Everyone) published = number(origin, passed_, 0);
  if (role == Role::Setter) published = number(origin, which, 1);
  report_mark(environment_, SyncKind::BarrierArrive, published, 0, origin);
}

/// A setter goes on when the word is free, so it is after those who have waited for its last set.
void SoftBarriers::leave(Role role, std::uint64_t which, const SyncOrigin& origin) {
  std::uint64_t published = 0, learned = 0;
  switch (role) {
    case Role::Everyone:
      learned = number(origin, passed_, 0);
      // Nobody comes to the next but one before all have left this one.
      passed_ = (passed_ + 1) % 2;
      break;
    case Role::Setter:
      learned = number(origin, which, 2);
      break;
    case Role::Waiter:
      learned = number(origin, which, 1);
      published = number(origin, which, 2);
      break;
  }
  report_mark(environment_, SyncKind::BarrierLeave, published, learned, origin);
}

/// Never 0. Barriers of different tasks have nothing to do with each other.
std::uint64_t SoftBarriers::number(const SyncOrigin& origin, std::uint64_t which,
                                   unsigned half) const {
  return hash64(hash64(origin.block.task, half), which) | 1;
}

}  // namespace npusim
