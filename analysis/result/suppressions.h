// SPDX-License-Identifier: Apache-2.0
// Findings that a project has looked at and accepts for a time, from a JSON file:
//
//   { "version": 1, "suppressions": [
//     { "check": "race", "rule": "gm.store_visible", "first": "rms.cpp:71", "second": "rms.cpp:74",
//       "reason": "waits for the compiler's fix", "expires": "2026-12-31" } ] }
//
// check, hazard, space, rule and task must be equal where given; first and second are part of
// "file:line op" of the two accesses. reason and expires are required, and so is at least one of
// the others. A suppression that matches nothing, or that has expired, is a problem of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/result/finding.h"

namespace npusim::analysis {

struct Suppression {
  std::string check, hazard, space, rule, task, first, second;
  std::string reason;
  std::string expires;  ///< the last day it holds, "YYYY-MM-DD"

  bool matches(const Finding& finding) const;
};

struct SuppressionOutcome {
  std::vector<Finding> findings;  ///< those that remain
  std::uint64_t suppressed = 0;
  std::vector<std::string> problems;  ///< a sentence for each unused or expired suppression
};

/// Throws InputError that names file, key, what was expected and what was found.
std::vector<Suppression> load_suppressions(const std::filesystem::path& file);

/// `today` as "YYYY-MM-DD", from the caller: nothing here reads a clock.
SuppressionOutcome apply(const std::vector<Suppression>& suppressions,
                         std::vector<Finding> findings, const std::string& today);

}  // namespace npusim::analysis
