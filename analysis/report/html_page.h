// SPDX-License-Identifier: Apache-2.0
// The HTML report's page as web/build.mjs makes it: one file with its scripts and styles, in which
// a title, a text for readers without scripts, and the document are still missing.
#pragma once

#include <string_view>

namespace npusim::analysis {

std::string_view html_page();

inline constexpr std::string_view kTitlePlace = "@npusim-title@";
inline constexpr std::string_view kTextPlace = "@npusim-text@";
inline constexpr std::string_view kDocumentPlace = "@npusim-document@";

}  // namespace npusim::analysis
