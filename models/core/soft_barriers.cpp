// SPDX-License-Identifier: Apache-2.0
#include "models/core/soft_barriers.h"

#include "models/arch/hash.h"
#include "models/memory/sim_time.h"

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
  tell(SyncKind::BarrierArrive, published, 0, origin);
}

/// A setter goes on when the word is free, so it is after those who have waited for its last set.
void SoftBarriers::leave(Role role, std::uint64_t which, const SyncOrigin& origin) {
  switch (role) {
    case Role::Everyone:
      return tell(SyncKind::BarrierLeave, 0, number(origin, passed_++, 0), origin);
    case Role::Setter:
      return tell(SyncKind::BarrierLeave, 0, number(origin, which, 2), origin);
    case Role::Waiter:
      return tell(SyncKind::BarrierLeave, number(origin, which, 2), number(origin, which, 1),
                  origin);
  }
}

void SoftBarriers::tell(SyncKind kind, std::uint64_t published, std::uint64_t learned,
                        const SyncOrigin& origin) const {
  SyncEvent event;
  event.kind = kind;
  event.agent = event.peer = environment_.agent(Pipe::S);
  event.block = origin.block;
  event.site = origin.site;
  event.address = published;
  event.bytes = learned;
  event.cycle = now();
  environment_.events.on_sync(event);
}

/// Never 0. Barriers of different tasks have nothing to do with each other.
std::uint64_t SoftBarriers::number(const SyncOrigin& origin, std::uint64_t which,
                                   unsigned half) const {
  return hash64(hash64(origin.block.task, half), which) | 1;
}

}  // namespace npusim
