// SPDX-License-Identifier: Apache-2.0
// Exit statuses of npusim: the only place where their numbers stand. 66 follows the sanitizers.
#pragma once

namespace npusim::analysis {

enum ExitStatus : int {
  kExitClean = 0,
  kExitMismatch = 1,  ///< an output differs from its golden, without a finding
  kExitUsage = 2,     ///< the command line is wrong
  kExitBadInput = 3,  ///< bad input, a program that does not build, a file that cannot be written
  kExitRace = 66,     ///< race or memory finding
  kExitStall = 67,    ///< stall, deadlock or synchronisation error
  kExitInconclusive = 68,  ///< an unmodelled operation, or anything lost
  kExitInternal = 70       ///< our own bug
};

/// One line each, for --help and the docs.
struct ExitStatusInfo {
  ExitStatus status;
  const char* meaning;
};

inline constexpr ExitStatusInfo kExitStatuses[] = {
    {kExitClean, "clean"},
    {kExitMismatch, "an output differs from its golden, without a finding"},
    {kExitUsage, "wrong usage"},
    {kExitBadInput, "bad input, a program that does not build, or a file that cannot be written"},
    {kExitRace, "race or memory finding"},
    {kExitStall, "stall, deadlock or synchronisation error"},
    {kExitInconclusive, "inconclusive: an unmodelled operation, or anything lost"},
    {kExitInternal, "a bug in npusim itself"},
};

}  // namespace npusim::analysis
