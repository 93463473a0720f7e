// SPDX-License-Identifier: Apache-2.0
#include "analysis/order/clock.h"

namespace npusim::analysis {

void Frontier::join(const Frontier& other) {
  clock.join(other.clock);
  if (other.foreign == nullptr || other.foreign == foreign) return;
  if (foreign == nullptr) {
    foreign = other.foreign;
    return;
  }
  for (const auto& [core, peer] : other.foreign->peers) learn(core, peer);
}

void Frontier::learn(CoreId core, const Foreign::Peer& peer) {
  auto next =
      foreign == nullptr ? std::make_shared<Foreign>() : std::make_shared<Foreign>(*foreign);
  const auto [found, fresh] = next->peers.try_emplace(core, peer);
  if (!fresh) {
    if (found->second.run < peer.run) {
      found->second = peer;
    } else if (found->second.run == peer.run) {
      found->second.clock.join(peer.clock);
    }
  }
  foreign = std::move(next);
}

}  // namespace npusim::analysis
