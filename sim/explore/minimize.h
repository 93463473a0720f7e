// SPDX-License-Identifier: Apache-2.0
// From a schedule that fails to the fewest forced delays that still make it fail, and the smallest
// value of each: delta debugging (Zeller, Hildebrandt: Simplifying and Isolating Failure-Inducing
// Input, 2002) on the deviations from the calm schedule.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "sim/schedule/schedule.h"

namespace npusim {

/// Which of the schedules fail as the given one does. Asked for several at once, so that they can
/// run side by side.
using FailureTest = std::function<std::vector<bool>(const std::vector<Schedule>&)>;

/// Requires: `failing` is calm and fails. The result fails, and does not without any one of its
/// deviations, or with one of them smaller by one (as far as smaller delays fail no more than
/// larger ones). `batch`: how many schedules to ask for at once.
Schedule minimize(const Schedule& failing, const FailureTest& fails, std::size_t batch);

}  // namespace npusim
