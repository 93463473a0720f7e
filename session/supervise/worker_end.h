// SPDX-License-Identifier: Apache-2.0
// How a worker ended, and what that says of the program.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "session/supervise/failure.h"
#include "session/supervise/shared_state.h"

namespace npusim::session {

struct WorkerEnd {
  std::optional<int> exit_status;  ///< the work was done
  std::optional<Failure> failure;  ///< or it told what was wrong

  // Otherwise it died.
  int signal = 0;  ///< that killed it; 0: it exited
  int exit_code = 0;
  bool damaged = false;  ///< what it said was not what npusim says
  std::string limit;     ///< the limit for which it was killed; empty: none
  bool interrupted = false;
  SharedState state{};  ///< as it left it
  std::string found;    ///< what it had found until then (analysis/report/finding_json.h)
};

/// What became of a worker that died, for people and for the exit status.
struct Death {
  int exit_status = 0;
  std::string message;              ///< "error: ...", one sentence
  std::vector<std::string> places;  ///< where the program was, a line each
};

/// Requires: neither done nor failed. `program` is what the user ran.
Death explain_death(const WorkerEnd& end, const std::string& program);

}  // namespace npusim::session
