// SPDX-License-Identifier: Apache-2.0
// Whether something ends well, tried in a child process: HDF5 crashes on some damaged files, and
// must not take a command with it that has other things to say or to save.
#pragma once

#include <functional>

namespace npusim::traces {

/// Runs `action` in a child of this process, which ends then; what it throws does not matter. False
/// if the child crashed, or was still at it after `seconds` of its processor's time.
bool survives(const std::function<void()>& action, unsigned seconds);

}  // namespace npusim::traces
