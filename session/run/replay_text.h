// SPDX-License-Identifier: Apache-2.0
// The command line that repeats a run.
#pragma once

#include <string>

#include "session/run/engine.h"

namespace npusim::session {

/// "npusim run PROGRAM --seed 7 --set v.interlock=repeat", or "npusim replay PROGRAM --schedule
/// ..." where the schedule is more than a seed.
std::string replay_command(const RunSettings& settings);

}  // namespace npusim::session
