// SPDX-License-Identifier: Apache-2.0
// A finding: something wrong with the program, as data. Detection, formatting and de-duplication
// live elsewhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/result/access_site.h"

namespace npusim::analysis {

/// Traces store the number. A warning rests on a contested rule and does not fail the run.
enum class Severity : std::uint8_t { Error, Note, Warning };

constexpr std::string_view name(Severity severity) {
  constexpr std::string_view kNames[] = {"error", "note", "warning"};
  return kNames[static_cast<unsigned>(severity)];
}

struct Finding {
  std::string check;       ///< race, mem, init, sync, stall, model
  std::string hazard;      ///< RAW, WAR, WAW; or what it is: out-of-bounds, flag-leak ...
  std::string space;       ///< GM, UB ...
  std::string rule;        ///< name of the rule it rests on
  std::string certainty;   ///< certain, documented, contested
  std::uint64_t flag = 0;  ///< that it is about, as its fault has packed it; 0: none
  AccessSite first;
  AccessSite second;         ///< of an unknown agent: there is no second access
  std::string missing_edge;  ///< in words
  std::string fix;           ///< smallest change that removes it
  std::string message;       ///< one sentence
  std::uint64_t count = 1;
  std::vector<std::string> follows;  ///< sentences: findings that this one brought about
  std::string replay;                ///< command line
  Severity severity = Severity::Error;
  bool operator==(const Finding&) const = default;
};

}  // namespace npusim::analysis
