// SPDX-License-Identifier: Apache-2.0
// Everything a run reports, before any format: the keys of `--report json` and the text on stdout
// come from here.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/result/finding.h"
#include "analysis/result/time_report.h"
#include "models/arch/cycle.h"

namespace npusim::analysis {

/// Who wrote wrong bytes of an output, and where they went wrong.
struct Blame {
  std::uint64_t bytes = 0;
  AccessSite writer;          ///< the last writer; empty op: nobody wrote them
  AccessSite cause;           ///< the first read on their way that a finding spoils; empty op: none
  std::int64_t finding = -1;  ///< index of that finding in RunReport::findings
  std::string missing;        ///< of bytes that nobody wrote: which rows, and what would write them
};

/// Comparison of one output with its golden.
struct GoldenComparison {
  std::string name;
  std::string dtype;
  std::vector<std::uint64_t> shape;
  std::uint64_t elements = 0;
  std::uint64_t mismatched = 0;
  std::vector<std::uint64_t> first_index;  ///< of the first mismatch; empty if none
  double max_abs = 0;                      ///< largest absolute difference
  std::optional<std::uint64_t> max_ulp;    ///< the same in ULP; of floats that are finite
  bool equal = true;                       ///< by the argument's compare mode
  std::string mode;                        ///< "bits" or "allclose rtol=... atol=..."
  std::vector<Blame> blame;                ///< for outputs that differ; most bytes first
};

struct TaskSummary {
  std::string name;
  std::uint64_t blocks = 0;
  Cycle start_cycle = 0;
  Cycle end_cycle = 0;  ///< of the last block, once all have ended
  bool ended = true;    ///< false: some block never did
  /// Share of the blocks' core time that each pipe was busy, 0..1, by pipe name.
  std::map<std::string, double> pipe_busy;
};

/// Lines of a file that a finding names.
struct SourceExcerpt {
  std::string file;  ///< as the findings spell it
  std::uint32_t first_line = 1;
  std::vector<std::string> lines;
};

struct WallSeconds {
  double build = 0, load = 0, simulate = 0, check = 0, trace = 0;
};

enum class Verdict : std::uint8_t { Clean, Mismatch, Race, Stall, Inconclusive };

struct RunPicture;

struct RunReport {
  std::string version;
  std::string program;
  std::uint64_t seed = 0;
  std::string schedule;
  std::string compiler;  ///< of the kernels, with its flags; empty: not known
  std::map<std::string, std::string> knobs;
  Verdict verdict = Verdict::Clean;
  int exit_status = 0;
  std::vector<GoldenComparison> golden;
  std::vector<Finding> findings;
  std::vector<SourceExcerpt> excerpts;  ///< around the places that they name
  std::vector<TaskSummary> tasks;
  std::vector<std::string> checks;  ///< that were on, as `--checks` names them
  std::string stall_reason;         ///< one sentence; empty if the run ended
  std::vector<std::string> stall;   ///< what each agent waits for; empty if the run ended
  bool stall_follows = false;       ///< from an access that a finding tells, and from nothing else
  std::vector<std::string> lost;    ///< what the run could not record or judge, a sentence each
  std::string internal_error;       ///< our own bug, if the run met one
  Cycle cycles = 0;
  std::uint64_t instructions = 0;
  std::uint64_t events = 0;
  WallSeconds wall;
  std::uint64_t peak_rss_bytes = 0;
  /// Where the time went; null if not asked for.
  std::shared_ptr<const TimeReport> time;
  /// What formats that draw need besides (analysis/timeline/run_picture.h); null if not asked for.
  std::shared_ptr<const RunPicture> picture;
};

}  // namespace npusim::analysis
