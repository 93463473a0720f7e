// SPDX-License-Identifier: Apache-2.0
// The race check on a script, with nothing else on.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analysis/checks.h"
#include "analysis/describe/site_text.h"
#include "tests/support/event_script.h"

namespace npusim::test {

constexpr CoreId kAiv = kAicCount;  ///< AIV 0
constexpr CoreId kAic = 0;
constexpr std::uint64_t kGm = 0x120000000000;

using Script = std::function<void(EventScript&)>;

inline std::vector<analysis::Finding> races(const Script& write, const Knobs& knobs = Knobs(),
                                            analysis::EdgeSet edges = analysis::all_edges(),
                                            bool contested_errors = false) {
  analysis::CheckOptions options = analysis::CheckOptions::from_ids({"race"});
  options.contested_errors = contested_errors;
  options.edges = edges;
  ScriptSources sources;
  analysis::Checks checks(options, knobs, sources);
  EventScript script(checks);
  write(script);
  return checks.findings();
}

/// "RAW UB ub.scalar_store_posted" of each finding, in order.
inline std::vector<std::string> verdicts(const Script& write, const Knobs& knobs = Knobs()) {
  std::vector<std::string> all;
  for (const analysis::Finding& finding : races(write, knobs)) {
    all.push_back(finding.hazard + " " + finding.space + " " + finding.rule);
  }
  return all;
}

using Verdicts = std::vector<std::string>;

/// One task on AIV 0.
inline Script on_aiv(const std::function<void(EventScript::Core&)>& body) {
  return [body](EventScript& script) {
    script.task(0, "k");
    auto core = script.core(kAiv);
    core.start(0);
    body(core);
    core.end();
  };
}

}  // namespace npusim::test
