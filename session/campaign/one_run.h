// SPDX-License-Identifier: Apache-2.0
// One run of a campaign, in the child process that it needs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "analysis/campaign/run_outcome.h"
#include "analysis/describe/task_table.h"
#include "models/isa/memo/arithmetic_memo.h"
#include "session/run/engine.h"
#include "session/run/loaded_program.h"
#include "sim/explore/child_pool.h"
#include "sim/explore/strategy.h"

namespace npusim::session {

/// Results of arithmetic that the runs of one command share.
inline constexpr std::uint64_t kMemoBytes = std::uint64_t{1} << 30;

/// What all runs of a campaign share.
struct SharedRun {
  LoadedProgram& loaded;
  isa::ArithmeticMemo& memo;
};

using RacesByNumber = std::map<std::size_t, UnorderedPair>;

/// Runs once and sums up, with the order of the `races`; a program that ends its process is an
/// outcome, too. Only once per process.
analysis::RunOutcome run_once(const SharedRun& shared, const RunSettings& settings,
                              const RacesByNumber& races = {});

/// What became of a child that was to send what run_once() gave: that, or how it ended without.
analysis::RunOutcome outcome_of(const ChildPool::Result& result);

/// run_once() in a child of its own.
analysis::RunOutcome run_apart(const SharedRun& shared, const RunSettings& settings);

/// A run looked at closely: what it chose, for which instructions of which tasks.
struct ProfiledRun {
  ChoiceProfile profile;
  analysis::TaskTable tasks;
  std::vector<analysis::Finding> findings;  ///< with checks
};

/// Runs once, without looking at outputs. Only once per process.
ProfiledRun profiled_run(const SharedRun& shared, RunSettings settings);

}  // namespace npusim::session
