// SPDX-License-Identifier: Apache-2.0
// What reports call a task.
#pragma once

#include <functional>
#include <string>

#include "models/arch/event.h"

namespace npusim::analysis {

using TaskName = std::function<std::string(TaskIndex)>;

}  // namespace npusim::analysis
