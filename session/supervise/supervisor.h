// SPDX-License-Identifier: Apache-2.0
// The process that the user starts. It never runs code of the program: a worker does, and the
// supervisor shows what it says, holds it to the limits, takes the user's Ctrl-C, and knows what to
// say however it ends. It leaves no process behind.
#pragma once

#include "session/supervise/limits.h"
#include "session/supervise/worker_end.h"
#include "session/supervise/worker_process.h"

namespace npusim::session {

/// Where what a worker says goes.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void out(std::string_view text) = 0;
  virtual void report(std::uint32_t number, std::string_view text) = 0;
  virtual Progress& progress() = 0;
  /// What the program itself printed.
  virtual void printed(std::string_view text) = 0;
};

/// Does `work` in a worker. Throws std::system_error if there can be none.
WorkerEnd supervise(const Work& work, const Limits& limits, Listener& listener);

/// Does `work` in this process: for tests of commands.
WorkerEnd work_here(const Work& work, const Limits& limits, Listener& listener);

}  // namespace npusim::session
