// SPDX-License-Identifier: Apache-2.0
// What gives the cores their blocks and knows when the program is over: the task runtime, or the
// queue of launches of a program that has none.
#pragma once

#include <cstdint>
#include <functional>

#include "models/scheduler/runtime_program.h"

namespace npusim {

class WorkSource {
 public:
  virtual ~WorkSource() = default;
  /// Called once, when the program has ended, well or badly.
  virtual void set_on_finished(std::function<void()> callback) = 0;
  virtual bool finished() const = 0;
  /// Counts what it has done: while that stands still, it only waits.
  virtual std::uint64_t changes() const = 0;
  /// Requires finished().
  virtual const RuntimeOutcome& outcome() const = 0;
};

}  // namespace npusim
