// SPDX-License-Identifier: Apache-2.0
// What retired tasks wrote of one buffer, found by where it begins: as many as a program has tasks,
// while those alive are few.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "models/arch/event.h"
#include "models/scheduler/tensor_overlap.h"

namespace npusim {

class RetiredWriters {
 public:
  void add(const port::TensorImage& written, TaskIndex task);

  /// Calls visit(task, overlap) for each writer that the tensor overlaps, by where they begin and
  /// there in order of retirement; forgets those for which it returns true.
  void lookup(const port::TensorImage& tensor,
              const std::function<bool(TaskIndex, Overlap)>& visit);

 private:
  struct Writer {
    port::TensorImage written;
    TaskIndex task;
  };
  /// By first element. A tensor of a later version meets every writer of an earlier one.
  struct Version {
    std::map<std::uint64_t, std::vector<Writer>> by_begin;
    std::uint64_t longest = 0;  ///< elements
  };
  std::map<std::int64_t, Version> versions_;
};

}  // namespace npusim
