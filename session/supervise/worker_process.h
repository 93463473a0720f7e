// SPDX-License-Identifier: Apache-2.0
// The process that does a command's work, and runs the program's code. It is a fork of the
// supervisor's, made before anything is loaded.
#pragma once

#include <cstdint>
#include <functional>

#include "session/supervise/shared_state.h"
#include "session/supervise/worker_link.h"
#include "sim/process/frames.h"

namespace npusim::session {

/// The work; returns the exit status. What it throws becomes the command's message.
using Work = std::function<int(WorkerLink&)>;

struct WorkerSetup {
  int frames = -1;  ///< pipe to the supervisor
  int output = -1;  ///< where what the program prints goes
  FrameKey key{};
  SharedState* state = nullptr;
};

/// In the forked process: never returns to the command.
[[noreturn]] void be_worker(const WorkerSetup& setup, const Work& work);

/// In a fork of a worker that will run code of the program: it has no more to say to the
/// supervisor.
void leave_supervisor();

/// Whether this process has a supervisor that can stop it, and would tell of its death.
bool is_worker();

}  // namespace npusim::session
