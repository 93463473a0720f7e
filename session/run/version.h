// SPDX-License-Identifier: Apache-2.0
// Which npusim this is.
#pragma once

#include <string_view>

namespace npusim::session {

/// "0.1.0"
std::string_view version();

}  // namespace npusim::session
