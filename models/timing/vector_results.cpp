// SPDX-License-Identifier: Apache-2.0
#include "models/timing/vector_results.h"

#include <algorithm>

namespace npusim::timing {

void VectorResults::start(std::span<const isa::Footprint> footprint, Cycle complete) {
  ByteRange writes;
  for (const isa::Footprint& access : footprint) {
    if (!access.write || access.space != MemSpace::UB) continue;
    const ByteRange written{access.span.lowest(), access.span.end()};
    writes = writes.begin == writes.end ? written
                                        : ByteRange{std::min(writes.begin, written.begin),
                                                    std::max(writes.end, written.end)};
  }
  in_flight_.push_back({writes, complete});
}

void VectorResults::forget(Cycle now) {
  while (!in_flight_.empty() && in_flight_.front().complete <= now) {
    in_flight_.pop_front();
    ++forgotten_;
  }
}

Cycle VectorResults::ready(const isa::Footprint& access, std::uint64_t count, Cycle now) const {
  if (access.space != MemSpace::UB || count <= forgotten_) return now;
  const std::uint64_t last = std::min<std::uint64_t>(count - forgotten_, in_flight_.size());
  Cycle ready = now;
  for (std::uint64_t i = 0; i < last; ++i) {
    const InFlight& earlier = in_flight_[i];
    if (earlier.writes.begin < access.span.end() && access.span.lowest() < earlier.writes.end) {
      ready = std::max(ready, earlier.complete);
    }
  }
  return ready;
}

Cycle VectorResults::ready(std::span<const isa::Footprint> footprint, std::uint64_t count,
                           Cycle now) {
  forget(now);
  Cycle cycle = now;
  for (const isa::Footprint& access : footprint) cycle = std::max(cycle, ready(access, count, now));
  return cycle;
}

Cycle VectorResults::ready_to_read(std::span<const isa::Footprint> footprint, Cycle now) {
  forget(now);
  Cycle cycle = now;
  for (const isa::Footprint& access : footprint) {
    if (!access.write) cycle = std::max(cycle, ready(access, started(), now));
  }
  return cycle;
}

}  // namespace npusim::timing
