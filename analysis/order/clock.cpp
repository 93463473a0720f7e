// SPDX-License-Identifier: Apache-2.0
#include "analysis/order/clock.h"

namespace npusim::analysis {
namespace {

bool covers(const Foreign& known, const Foreign& others) {
  for (const auto& [run, clock] : others) {
    const auto found = known.find(run);
    if (found == known.end() || !found->second.covers(clock)) return false;
  }
  return true;
}

}  // namespace

void Frontier::join(const Frontier& other) {
  clock.join(other.clock);
  learn(other.foreign);
}

/// Most of what is passed on is newer, or older, than all that is known: no copy then.
void Frontier::learn(const std::shared_ptr<const Foreign>& others) {
  if (others == nullptr || others == foreign) return;
  if (foreign == nullptr || covers(*others, *foreign)) {
    foreign = others;
    return;
  }
  if (covers(*foreign, *others)) return;
  auto next = std::make_shared<Foreign>(*foreign);
  for (const auto& [run, known] : *others) (*next)[run].join(known);
  foreign = std::move(next);
}

void Frontier::learn(RunId run, const Clock& known) {
  if (foreign != nullptr) {
    const auto found = foreign->find(run);
    if (found != foreign->end() && found->second.covers(known)) return;
  }
  auto next =
      foreign == nullptr ? std::make_shared<Foreign>() : std::make_shared<Foreign>(*foreign);
  (*next)[run].join(known);
  foreign = std::move(next);
}

}  // namespace npusim::analysis
