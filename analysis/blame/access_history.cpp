// SPDX-License-Identifier: Apache-2.0
#include "analysis/blame/access_history.h"

#include <algorithm>

namespace npusim::analysis {
namespace {

constexpr std::size_t kOpen = ~std::size_t{0};

}  // namespace

AccessHistory::AccessHistory() : instructions_(1), current_(kAgentCount, 0) {}

void AccessHistory::on_instruction(const InstructionEvent& event) {
  current_[event.agent] = static_cast<std::uint32_t>(instructions_.size());
  instructions_.push_back(seen(event));
}

void AccessHistory::on_access(const AccessEvent& event) {
  accesses_.push_back(
      {current_[event.agent], event.agent, event.space, event.kind, event.path, event.span});
}

void AccessHistory::on_buffer(const BufferEvent& event) {
  buffers_.on_buffer(event);
  const std::uint64_t end = event.address + event.bytes;
  for (Named& named : named_) {
    const bool overlaps =
        named.event.address < end && event.address < named.event.address + named.event.bytes;
    if (named.until == kOpen && overlaps) named.until = accesses_.size();
  }
  if (event.kind != BufferEvent::Kind::HeapReleased) named_.push_back({event, kOpen});
}

std::vector<AccessHistory::Named> AccessHistory::named() const {
  std::vector<Named> all = named_;
  for (Named& named : all) named.until = std::min(named.until, accesses_.size());
  return all;
}

}  // namespace npusim::analysis
