// SPDX-License-Identifier: Apache-2.0
// A WhyAnswer as text and as JSON.
#pragma once

#include <string>

#include "session/trace/why.h"

namespace npusim::session {

std::string why_text(const WhyAnswer& answer);
std::string why_json(const WhyAnswer& answer);

}  // namespace npusim::session
