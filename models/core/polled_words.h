// SPDX-License-Identifier: Apache-2.0
// Words of GM through which cores tell each other something. Who reads one is after what came
// before the change that it sees (gm.atomic_flag), so these changes and reads are told as they
// happen.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "models/arch/event.h"

namespace npusim {

class PolledWords {
 public:
  /// A line with a word that st_atomic has changed.
  void add_line(std::uint64_t line) { lines_.insert(line); }
  /// Words of messages that a library keeps in [begin, end) for `task`. False: they are known.
  bool add_messages(std::uint64_t begin, std::uint64_t end, TaskIndex task);

  /// Whether who fetches the line may be waiting for a word in it.
  bool has_line(std::uint64_t line) const;
  bool has_messages() const { return !messages_.empty(); }
  bool has_messages_of(TaskIndex task) const { return tasks_.contains(task); }
  bool touches_messages(std::uint64_t begin, std::uint64_t end) const;

 private:
  struct Range {
    std::uint64_t begin, end;
    friend bool operator==(const Range&, const Range&) = default;
  };
  std::set<std::uint64_t> lines_;
  std::vector<Range> messages_;
  std::set<TaskIndex> tasks_;
};

}  // namespace npusim
