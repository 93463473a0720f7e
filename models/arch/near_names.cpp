// SPDX-License-Identifier: Apache-2.0
#include "models/arch/near_names.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace npusim {
namespace {

constexpr std::size_t kMostNames = 3;

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// Levenshtein's distance, one row of its table at a time.
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t substituted = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = std::exchange(row[j + 1], std::min({row[j + 1] + 1, row[j] + 1, substituted}));
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string_view> near_names(std::string_view name,
                                         std::span<const std::string_view> known) {
  const std::string wanted = lower(name);
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (const std::string_view candidate : known) {
    const std::string text = lower(candidate);
    const bool inside = wanted.size() >= 3 && text.find(wanted) != std::string::npos;
    const std::size_t apart = distance(wanted, text);
    if (inside || apart <= std::max<std::size_t>(1, wanted.size() / 3)) {
      near.emplace_back(apart, candidate);
    }
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  // One word may be the name of a rule and of a knob.
  near.erase(std::unique(near.begin(), near.end()), near.end());
  near.resize(std::min(near.size(), kMostNames));
  std::vector<std::string_view> names;
  for (const auto& [apart, candidate] : near) names.push_back(candidate);
  return names;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> known) {
  const std::vector<std::string_view> near = near_names(name, known);
  if (near.empty()) return "";
  return fmt::format("; did you mean '{}'?", fmt::join(near, "', '"));
}

}  // namespace npusim
