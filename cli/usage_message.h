// SPDX-License-Identifier: Apache-2.0
// What a user reads who typed something that the parser does not know.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

namespace npusim::cli {

/// "npusim: error: unknown option '--sed'; did you mean '--seed'?" and where the help is.
std::string usage_message(const CLI::App* app, const CLI::Error& error);

/// The one of `words` that `typed` is a slip of; empty if none is near.
std::string nearest(std::string_view typed, const std::vector<std::string>& words);

/// For options that take a number of 64 bits: the parser itself would take -1 and 1e99 for one.
CLI::Validator whole_number();

}  // namespace npusim::cli
