// SPDX-License-Identifier: Apache-2.0
// Every program below a folder, run and compared with what is expected of it: a regression test for
// kernels, as CI wants it.
//
// expect.json beside kernel_config.py, all keys optional; without the file a program must be clean:
//   {"version": 1,
//    "verdict": "race",              clean | mismatch | race | stall | inconclusive
//    "golden": "equal",              equal | differs | any
//    "findings": [{"check": "race", "hazard": "RAW", "source": "k.cpp:12"}],
//                                    each must be there; a key that is left out matches anything
//    "options": ["--seed", "7"],     further options of npusim run
//    "skip": "why"}                  not run
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace npusim::session {

struct SuiteSettings {
  std::filesystem::path folder;
  bool expected_only = false;  ///< programs without an expect.json are left out
  unsigned jobs = 1;
  std::vector<std::string> options;  ///< of every run
  std::filesystem::path baseline;    ///< empty: none
};

struct SuiteResult {
  std::string program;  ///< relative to the folder
  enum class Outcome : std::uint8_t { Passed, Failed, Skipped } outcome = Outcome::Passed;
  std::vector<std::string> problems;  ///< a sentence each; of a skipped one, why
  std::string verdict;
  int exit_status = 0;
  double seconds = 0;
  std::vector<std::string> findings;  ///< what names each in a baseline
  std::string output;                 ///< what the run printed
  std::string sarif;                  ///< its report in that format; empty: none
};

/// Folders with a kernel_config.py, none of them below another, in order of their names.
std::vector<std::filesystem::path> suite_programs(const std::filesystem::path& folder);

/// Runs them, several at once, each by an npusim of its own. `done` is called after each, never
/// twice at once. Throws InputError for an expect.json or a baseline that is wrong.
std::vector<SuiteResult> run_suite(
    const SuiteSettings& settings,
    const std::function<void(std::size_t done, std::size_t all)>& done);

/// Findings that a baseline accepts: "PROGRAM FINDING". Throws InputError.
std::set<std::string> read_baseline(const std::filesystem::path& file);
/// One that accepts what was found.
std::string baseline_of(const std::vector<SuiteResult>& results);

// Reports.
std::string suite_text(const std::vector<SuiteResult>& results);
std::string suite_markdown(const std::vector<SuiteResult>& results);
std::string suite_junit(const std::vector<SuiteResult>& results);
std::string suite_sarif(const std::vector<SuiteResult>& results);
std::string suite_json(const std::vector<SuiteResult>& results);

}  // namespace npusim::session
