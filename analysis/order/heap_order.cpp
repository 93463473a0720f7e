// SPDX-License-Identifier: Apache-2.0
#include "analysis/order/heap_order.h"

#include <algorithm>
#include <utility>

namespace npusim::analysis {

void HeapOrder::submit(TaskIndex task, std::uint8_t ring) {
  if (task >= ring_of_.size()) {
    ring_of_.resize(task + 1, 0);
    last_owner_.resize(task + 1, kNobody);
  }
  ring_of_[task] = ring;
  rings_[ring % kRings].tasks.push_back(task);
}

void HeapOrder::allocate(const BufferEvent& event) {
  if (event.owner >= ring_of_.size() || event.bytes == 0) return;
  const std::uint64_t begin = event.address, end = event.address + event.bytes;
  Block block{event.owner, ring_of_[event.owner], {}};
  std::int64_t& last = last_owner_[event.owner];

  auto at = current_.upper_bound(begin);
  if (at != current_.begin() && std::prev(at)->second.end > begin) --at;
  while (at != current_.end() && at->first < end) {
    const Part part = at->second;
    block.replaced.push_back({std::max(part.begin, begin), std::min(part.end, end), part.block});
    last = std::max(last, std::int64_t{blocks_[part.block].owner});
    current_.erase(at);
    if (part.begin < begin) current_[part.begin] = {part.begin, begin, part.block};
    if (part.end > end) current_[end] = {end, part.end, part.block};
    at = current_.upper_bound(begin);
  }
  if (last != kNobody) {
    any_reuse_ = true;
    consume(rings_[block.ring % kRings], static_cast<TaskIndex>(last), event.owner);
  }
  boundaries_.insert({begin, end});
  current_[begin] = {begin, end, blocks_.size()};
  blocks_.push_back(std::move(block));
}

/// All tasks of the ring up to `last` are consumed before `new_owner` gets its memory.
void HeapOrder::consume(Ring& ring, TaskIndex last, TaskIndex new_owner) {
  for (; ring.consumed < ring.tasks.size() && ring.tasks[ring.consumed] <= last; ++ring.consumed) {
    const TaskIndex task = ring.tasks[ring.consumed];
    ring.done.insert(tasks_.done_when_consumed(task, new_owner), [&](TaskIndex done) {
      if (done >= ring.done_with.size()) ring.done_with.resize(done + 1, kNoTask);
      ring.done_with[done] = task;
    });
  }
}

/// The block that held the byte when `user` was submitted.
const HeapOrder::Block* HeapOrder::block_of(TaskIndex user, std::uint64_t address) const {
  auto after = current_.upper_bound(address);
  if (after == current_.begin() || std::prev(after)->second.end <= address) return nullptr;
  const Block* block = &blocks_[std::prev(after)->second.block];
  while (block != nullptr && block->owner > user) {
    const auto older =
        std::find_if(block->replaced.begin(), block->replaced.end(),
                     [&](const Part& part) { return address >= part.begin && address < part.end; });
    block = older == block->replaced.end() ? nullptr : &blocks_[older->block];
  }
  return block;
}

bool HeapOrder::before(TaskIndex earlier, TaskIndex later, std::uint64_t address) const {
  if (!any_reuse_) return false;
  const Block* const block = block_of(later, address);
  if (block == nullptr || block->owner <= earlier) return false;
  const Ring& ring = rings_[block->ring % kRings];
  return earlier < ring.done_with.size() && ring.done_with[earlier] != kNoTask &&
         std::int64_t{ring.done_with[earlier]} <= last_owner_[block->owner];
}

}  // namespace npusim::analysis
