// SPDX-License-Identifier: Apache-2.0
// What an expect.json asks for (suite.h), and whether a run's JSON report is it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace npusim::session {

struct ExpectedFinding {
  std::string check, hazard, source;  ///< empty: any
};

struct Expectation {
  std::string verdict = "clean";
  std::string golden = "any";
  std::vector<ExpectedFinding> findings;
  std::vector<std::string> options;
  std::string skip;
};

bool has_expectation(const std::filesystem::path& folder);

/// The expectation of the program in `folder`. Throws InputError.
Expectation read_expectation(const std::filesystem::path& folder);

/// What names a finding of a JSON report in a baseline: its kind, and the operations and files it
/// is about. Lines move with every edit and are left out.
std::string finding_name(const nlohmann::json& finding);

/// How the report differs from the expectation, a sentence each.
std::vector<std::string> differences(const Expectation& expected, const nlohmann::json& report);

}  // namespace npusim::session
