// SPDX-License-Identifier: Apache-2.0
#include "models/memory/local_effect.h"

#include <utility>

namespace npusim {
namespace {

Interval bounding(const isa::WriteSet& writes) {
  Interval interval;
  for (const auto& piece : writes.pieces()) {
    interval.include({piece.address, piece.address + piece.bytes});
  }
  return interval;
}

}  // namespace

LandingBytes::LandingBytes(AgentId agent, Cycle landing, isa::WriteSet writes)
    : LocalEffect(agent, {}, bounding(writes)), landing_(landing), bytes_(std::move(writes)) {}

void LandingBytes::step(isa::Bytes memory) {
  bytes_.apply(memory);
  done_ = true;
}

}  // namespace npusim
