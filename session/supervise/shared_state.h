// SPDX-License-Identifier: Apache-2.0
// The memory that a supervisor and its worker share: what each must know when the other cannot
// answer.
#pragma once

#include "models/arch/last_place.h"

namespace npusim::session {

struct SharedState {
  LastPlace place;
  char file[256];         ///< whose code the stage runs
  char stop_reason[256];  ///< written before the worker is asked to stop
};

/// This process' own until it becomes a worker.
SharedState& shared_state();
/// Makes `state` the one of this process.
void use_shared_state(SharedState* state);

}  // namespace npusim::session
