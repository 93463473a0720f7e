// SPDX-License-Identifier: Apache-2.0
#include "analysis/order/clock.h"

namespace npusim::analysis {

void Frontier::join(const Frontier& other) {
  clock.join(other.clock);
  if (other.foreign == nullptr || other.foreign == foreign) return;
  if (foreign == nullptr) {
    foreign = other.foreign;
  } else {
    learn(*other.foreign);
  }
}

void Frontier::learn(const Foreign& others) {
  auto next =
      foreign == nullptr ? std::make_shared<Foreign>() : std::make_shared<Foreign>(*foreign);
  for (const auto& [run, known] : others) (*next)[run].join(known);
  foreign = std::move(next);
}

}  // namespace npusim::analysis
