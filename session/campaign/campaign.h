// SPDX-License-Identifier: Apache-2.0
// Many runs of one program under different schedules, each in a child process, and what they came
// to.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/campaign/run_outcome.h"
#include "session/campaign/file_lock.h"
#include "session/run/engine.h"
#include "session/run/progress.h"

namespace npusim::session {

/// `npusim explore`, as the user gave it.
struct CampaignSettings {
  RunSettings
      run;  ///< program, data, knobs and checks of every run; the schedule's seed is the first
  std::uint64_t schedules = 100;
  std::string strategy = "random";
  unsigned jobs = 1;
  unsigned depth = 2;  ///< of pct
  /// Knobs and the values they take: the rows are all combinations.
  std::vector<std::pair<std::string, std::vector<std::string>>> matrix;
  bool until_failure = false;
  std::optional<std::filesystem::path> out;  ///< the campaign's folder
  bool fresh = false;  ///< forget the runs that are in the folder, whatever they are of
};

struct CampaignResult {
  std::vector<std::string> rows;                ///< of the matrix, in order; one empty one without
  std::vector<std::vector<std::string>> races;  ///< by row: what directed runs are about
  std::vector<analysis::RunOutcome> outcomes;   ///< by row and number
  std::vector<std::string> notes;
  std::uint64_t planned = 0;
  std::uint64_t resumed = 0;  ///< taken over from an earlier start
  bool speaks = true;         ///< false in all but one of the processes that share a campaign
  /// Held by the one that speaks; whoever gets it and finds no table in the folder writes it
  /// instead.
  FileLock table;
};

/// Runs what is not done yet. Throws InputError, BuildError, InternalError.
CampaignResult run_campaign(const CampaignSettings& settings, Progress& progress);

}  // namespace npusim::session
