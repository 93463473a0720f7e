// SPDX-License-Identifier: Apache-2.0
#include "cli/usage_message.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <numeric>

#include <fmt/format.h>

namespace npusim::cli {
namespace {

/// Letters to insert, remove, replace or swap with their neighbour (Damerau-Levenshtein, no
/// substring edited twice).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  std::iota(d[0].begin(), d[0].end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

/// The last subcommand that was recognised.
const CLI::App& innermost(const CLI::App& app, std::string& path) {
  path += (path.empty() ? "" : " ") + app.get_name();
  const std::vector<CLI::App*> parsed = app.get_subcommands();
  return parsed.empty() ? app : innermost(*parsed.front(), path);
}

std::string unexpected(const CLI::App& command, const std::string& argument) {
  std::vector<std::string> known;
  const bool option = argument.size() > 1 && argument.front() == '-';
  const bool subcommand = !command.get_subcommands({}).empty();
  if (option) {
    for (const CLI::Option* each : command.get_options()) {
      for (const std::string& name : each->get_lnames()) known.push_back("--" + name);
    }
  } else {
    for (const CLI::App* sub : command.get_subcommands({})) known.push_back(sub->get_name());
  }
  const std::string hint = nearest(argument, known);
  return fmt::format("{} '{}'{}",
                     option       ? "unknown option"
                     : subcommand ? "unknown command"
                                  : "unexpected argument",
                     argument, hint.empty() ? "" : fmt::format("; did you mean '{}'?", hint));
}

}  // namespace

std::string nearest(std::string_view typed, const std::vector<std::string>& words) {
  const auto far = [typed](const std::string& word) { return distance(typed, word); };
  const auto best = std::min_element(
      words.begin(), words.end(),
      [&far](const std::string& a, const std::string& b) { return far(a) < far(b); });
  // A third of the letters may be wrong, two at most.
  const std::size_t allowed = std::min<std::size_t>(2, typed.size() / 3);
  return best != words.end() && far(*best) <= allowed ? *best : "";
}

std::string usage_message(const CLI::App* app, const CLI::Error& error) {
  std::string path;
  const CLI::App& command = innermost(*app, path);
  const std::vector<std::string> extra = app->remaining(true);
  // A slip in a subcommand's name makes the parser ask for the subcommand.
  const bool is_extra =
      !extra.empty() && (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr ||
                         dynamic_cast<const CLI::RequiredError*>(&error) != nullptr);
  return fmt::format("npusim: error: {}\nSee '{} --help'.\n",
                     is_extra ? unexpected(command, extra.front()) : error.what(), path);
}

CLI::Validator whole_number() {
  return CLI::Validator(
      [](const std::string& text) {
        std::uint64_t value = 0;
        const char* const end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, value);
        return error == std::errc{} && stop == end
                   ? std::string()
                   : fmt::format("takes a whole number from 0 to 2^64-1, not '{}'", text);
      },
      "");
}

}  // namespace npusim::cli
