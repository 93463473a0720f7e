// SPDX-License-Identifier: Apache-2.0
// What the reuse of heap memory orders (task-runtime.md sections 3.4 and 3.5).
//
// A ring gives a block to a new task only when every task of the ring up to the block's last owner
// is consumed, that is when it and the consumers that the runtime knows by then are done. So
// whatever these did to the block is before what the new owner, and tasks submitted after it, do to
// it. This holds for the block alone: other races must not hide behind the size of the heap.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "analysis/order/task_order.h"

namespace npusim::analysis {

class HeapOrder {
 public:
  /// `tasks` outlives this, and has seen every event first.
  explicit HeapOrder(const TaskOrder& tasks) : tasks_(tasks) {}

  void submit(TaskIndex task, std::uint8_t ring);
  /// A heap block is given to its new owner.
  void allocate(const BufferEvent& event);

  /// Whether `earlier` was done before the byte was given to `later`, or to a task before `later`
  /// (kNoTask: the orchestrator as of now).
  bool before(TaskIndex earlier, TaskIndex later, std::uint64_t address) const;
  /// Whether the byte was given away between the submissions of the two.
  bool changed_hands(TaskIndex earlier, TaskIndex later, std::uint64_t address) const {
    const Block* const block = block_of(later, address);
    return block != nullptr && block->owner > earlier;
  }

  /// Whether any memory has been reused yet: if not, nothing here orders anything.
  bool any_reuse() const { return any_reuse_; }
  /// The first byte after `begin` at which some block of any time begins or ends, or `end` if that
  /// comes first: up to there before() answers the same.
  std::uint64_t uniform_until(std::uint64_t begin, std::uint64_t end) const {
    const auto boundary = boundaries_.upper_bound(begin);
    return boundary == boundaries_.end() ? end : std::min(end, *boundary);
  }

 private:
  static constexpr unsigned kRings = 4;
  static constexpr std::int64_t kNobody = -1;

  /// Bytes of a block.
  struct Part {
    std::uint64_t begin, end;
    std::size_t block;  ///< by number
  };
  /// A block as one task has it.
  struct Block {
    TaskIndex owner;
    std::uint8_t ring;
    std::vector<Part> replaced;  ///< what it took the place of
  };
  /// Tasks that are done once the first tasks of a ring are consumed.
  struct Ring {
    std::vector<TaskIndex> tasks;
    std::size_t consumed = 0;  ///< of `tasks`: those that some block waited for
    TaskSet done;
    std::vector<TaskIndex> done_with;  ///< by task: the task of the ring whose end includes it
  };

  const Block* block_of(TaskIndex user, std::uint64_t address) const;
  void consume(Ring& ring, TaskIndex last, TaskIndex new_owner);

  const TaskOrder& tasks_;
  std::vector<std::uint8_t> ring_of_;  ///< by task
  std::array<Ring, kRings> rings_;
  std::vector<Block> blocks_;
  std::map<std::uint64_t, Part> current_;  ///< by first byte
  std::set<std::uint64_t> boundaries_;
  std::vector<std::int64_t> last_owner_;  ///< by new owner: the last owner it waited for
  bool any_reuse_ = false;
};

}  // namespace npusim::analysis
