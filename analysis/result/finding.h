// SPDX-License-Identifier: Apache-2.0
// A finding: something wrong with the program, as data. Detection, formatting and de-duplication
// live elsewhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/arch/event.h"

namespace npusim::analysis {

/// One of the two accesses of a race, or the one access of another finding.
struct AccessSite {
  std::string task;  ///< task name; empty for the AICPU
  std::int64_t block = -1;
  std::string core;     ///< "AIV 3"
  std::string pipe;     ///< "V"
  std::string op;       ///< "TMULS (vmuls)"
  std::string source;   ///< file:line
  std::string library;  ///< file:line in a library of the user's that the line came to; or empty
  std::string range;    ///< "normed_kv[16:32, 448:512]" or "UB[27072, 27136)"
  bool is_write = false;
  Cycle cycle = 0;
  // The same by number, for pictures; never shown.
  AgentId agent = kAgentCount;  ///< kAgentCount: unknown
  TaskIndex task_index = kNoTask;
  InstructionId instruction = 0;
  std::uint16_t opcode = 0, tile_op = 0;  ///< of `op`; 0, 0: unknown
};

/// Traces store the number. A warning rests on a contested rule and does not fail the run.
enum class Severity : std::uint8_t { Error, Note, Warning };

constexpr std::string_view name(Severity severity) {
  constexpr std::string_view kNames[] = {"error", "note", "warning"};
  return kNames[static_cast<unsigned>(severity)];
}

struct Finding {
  std::string check;      ///< race, mem, init, sync, stall, model
  std::string hazard;     ///< RAW, WAR, WAW; or what it is: out-of-bounds, flag-leak ...
  std::string space;      ///< GM, UB ...
  std::string rule;       ///< name of the rule it rests on
  std::string certainty;  ///< certain, documented, contested
  AccessSite first;
  AccessSite second;         ///< empty op: there is no second access
  std::string missing_edge;  ///< in words
  std::string fix;           ///< smallest change that removes it
  std::string message;       ///< one sentence
  std::uint64_t count = 1;
  std::vector<std::string> follows;  ///< sentences: findings that this one brought about
  std::string replay;                ///< command line
  Severity severity = Severity::Error;
};

}  // namespace npusim::analysis
