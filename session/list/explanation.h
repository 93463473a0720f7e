// SPDX-License-Identifier: Apache-2.0
// What `npusim explain WORD` says of each word that reports, listings and the command line use:
// rules, checks, knobs, hardware instructions, hazards, exit statuses, codes of the runtime.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace npusim::session {

/// Everything that is known under this word, in text; of a word that names nothing, the rules and
/// knobs that speak of it. Empty if there is nothing.
std::string explanation_of(std::string_view word);

/// Every word that explanation_of knows, in the order of the tables.
std::vector<std::string_view> explained_words();

}  // namespace npusim::session
