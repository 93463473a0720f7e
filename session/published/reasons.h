// SPDX-License-Identifier: Apache-2.0
// Why the model misses a published figure, where that is known: most often another source says
// something else, and the model follows that one.
#pragma once

#include <string_view>

#include "session/published/published.h"

namespace npusim::timing {

/// Or why there is no figure of the model. Empty for a miss of at most 10 percent, or one without a
/// known reason.
std::string_view reason_of(const PublishedFigure& figure, std::optional<double> model);

}  // namespace npusim::timing
