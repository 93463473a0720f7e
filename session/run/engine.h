// SPDX-License-Identifier: Apache-2.0
// What the command line asks of the rest: run a program and report, build a program. The commands
// see only this, so they can be tested without a machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/result/run_report.h"
#include "models/arch/knobs.h"
#include "session/run/progress.h"
#include "sim/program/kernel_library.h"
#include "sim/schedule/schedule.h"

namespace npusim::session {

/// `npusim run`, as the user gave it.
struct RunSettings {
  std::string program;  ///< a directory, or the path of one under kernels/
  std::optional<std::filesystem::path> data;
  LibraryChoice library;  ///< what kernels are compiled against
  Schedule schedule;
  Knobs knobs;  ///< once loaded: the defaults, what data.json says over them, and `set` over that
  Knobs program_knobs;                                   ///< the same without `set`
  std::vector<std::pair<std::string, std::string>> set;  ///< knobs of the command line, valid
  bool contested_errors = false;       ///< findings that rest on a contested rule are errors
  Cycle max_cycles = 0;                ///< where the run is stopped; 0: nowhere
  std::uint64_t max_instructions = 0;  ///< the same
  bool empty_arithmetic = false;       ///< benchmarks: the model's own work only
  bool golden = true;                  ///< compare outputs with their goldens
  std::vector<std::string> checks;     ///< ids of the selectable checks that are on
  /// Accepted findings (analysis/result/suppressions.h).
  std::optional<std::filesystem::path> suppressions;
  std::string today;  ///< "YYYY-MM-DD", for their expiry
  /// Of a run to be repeated: what it was made of (sim/build/program_identity.h). A program that is
  /// no longer the same is refused, unless `rebuild` says to go on.
  std::map<std::string, std::string> expected_inputs;
  bool rebuild = false;
  std::optional<std::filesystem::path> trace;
  bool trace_local = false;  ///< record accesses to local memories too
  bool trace_data = false;   ///< put outputs and goldens into the trace too
  /// Told of findings while the run goes on; null: nobody wants to know.
  std::function<void(const std::vector<analysis::Finding>&)> found;
  bool why = false;                          ///< RunReport::time
  bool picture = false;                      ///< RunReport::picture, for reports that draw
  std::optional<std::filesystem::path> out;  ///< folder for the outputs
  /// What places in the sources are relative to, instead of session/run/source_root.h.
  std::optional<std::filesystem::path> source_root;
};

/// What `npusim build` did.
struct BuildSummary {
  std::size_t compiled = 0;
  std::size_t from_cache = 0;
};

struct CampaignSettings;
struct CampaignResult;
struct MinimizationResult;

struct Engine {
  std::function<analysis::RunReport(const RunSettings&, Progress&)> run;
  std::function<BuildSummary(const std::string& program, const LibraryChoice&, Progress&)> build;
  std::function<CampaignResult(const CampaignSettings&, Progress&)> explore;
  std::function<MinimizationResult(const RunSettings&, unsigned jobs, Progress&)> minimize;
};

/// Runs a program once. The report is complete, verdict and exit status included, but for version.
/// Throws InputError or BuildError for what is wrong with the program or its data.
analysis::RunReport run(const RunSettings& settings, Progress& progress);

/// Builds everything that a run of the program would build.
/// Throws InputError or BuildError.
BuildSummary build(const std::string& program, const LibraryChoice& library, Progress& progress);

}  // namespace npusim::session
