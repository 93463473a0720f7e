// SPDX-License-Identifier: Apache-2.0
// Which npusim this is.
#pragma once

#include <string>
#include <string_view>

namespace npusim::session {

/// "0.1.0"
std::string_view version();

/// The linker's number for this very executable, in hexadecimal: what tells two builds of one
/// version apart. Empty if it was linked without.
std::string build_id();

}  // namespace npusim::session
