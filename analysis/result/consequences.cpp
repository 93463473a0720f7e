// SPDX-License-Identifier: Apache-2.0
#include "analysis/result/consequences.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace npusim::analysis {
namespace {

/// What is the same for all cores that run a line.
unsigned pipe_of_site(const AccessSite& site) {
  return is_core_agent(site.agent) ? static_cast<unsigned>(pipe_of(site.agent)) : kPipeCount;
}

bool same_place(const AccessSite& a, const AccessSite& b) {
  return a.source == b.source && a.op == b.op && pipe_of_site(a) == pipe_of_site(b);
}

bool is_early_read(const Finding& cause, const Finding& finding) {
  return cause.check == "race" && cause.hazard == "RAW" && cause.severity == Severity::Error &&
         finding.check == "init" && same_place(cause.second, finding.first);
}

/// Another line that the same missing flag lets come too early: the race stands for the first.
bool is_early_read_nearby(const Finding& cause, const Finding& finding) {
  const NamedRange& written = cause.first.range;
  const NamedRange& read = finding.first.range;
  return cause.check == "race" && cause.hazard == "RAW" && cause.severity == Severity::Error &&
         finding.check == "init" && cause.second.task_index == finding.first.task_index &&
         pipe_of_site(cause.second) == pipe_of_site(finding.first) && written.known() &&
         written.space == read.space && written.tensor == read.tensor &&
         written.begin <= read.begin && read.end <= written.end && read.known();
}

bool is_race_over_lost_bytes(const Finding& cause, const Finding& finding) {
  if (cause.hazard != "overwritten" || finding.check != "race") return false;
  return (same_place(cause.first, finding.first) && same_place(cause.second, finding.second)) ||
         (same_place(cause.first, finding.second) && same_place(cause.second, finding.first));
}

/// A store of a line that has a finding already is what stayed in the data cache.
bool is_dirty_store(const Finding& cause, const Finding& finding) {
  return (cause.hazard == "out-of-bounds" || cause.check == "race") && cause.first.is_write &&
         cause.severity == Severity::Error && finding.hazard == "dirty-cache" &&
         finding.first.source.known() && cause.first.source == finding.first.source;
}

/// The library's scratch lies over a tile: the same bytes are lost once.
bool is_loss_to_scratch(const Finding& cause, const Finding& finding) {
  return cause.hazard == "library-scratch" && finding.hazard == "overwritten" &&
         same_place(cause.second, finding.second);
}

/// A tile that lies over the end of another one, which the instruction reads itself.
bool is_overlap_of_tiles(const Finding& cause, const Finding& finding) {
  return cause.hazard == "overwritten" && finding.hazard == "over-later-repeat" &&
         finding.first.source.known() && cause.first.source == finding.first.source;
}

/// Of two sets in a row one wait takes one.
bool is_second_set(const Finding& cause, const Finding& finding) {
  return cause.hazard == "flag-overrun" && cause.severity == Severity::Error &&
         finding.hazard == "flag-leak" && cause.first.task == finding.first.task &&
         finding.flag != 0 && cause.flag == finding.flag;
}

bool follows_from(const Finding& cause, const Finding& finding) {
  return is_early_read(cause, finding) || is_early_read_nearby(cause, finding) ||
         is_race_over_lost_bytes(cause, finding) || is_dirty_store(cause, finding) ||
         is_loss_to_scratch(cause, finding) || is_second_set(cause, finding) ||
         is_overlap_of_tiles(cause, finding);
}

}  // namespace

void fold_consequences(std::vector<Finding>& findings) {
  std::vector<Finding> causes;
  std::vector<std::size_t> place(findings.size());
  const auto cause_of = [&](const Finding& finding) {
    return std::find_if(findings.begin(), findings.end(),
                        [&](const Finding& other) { return follows_from(other, finding); });
  };
  for (std::size_t i = 0; i < findings.size(); ++i) {
    place[i] = causes.size();
    if (cause_of(findings[i]) == findings.end()) causes.push_back(findings[i]);
  }
  for (const Finding& finding : findings) {
    // The cause of a cause is where the sentence stands.
    auto cause = cause_of(finding);
    if (cause == findings.end()) continue;
    for (auto next = cause_of(*cause); next != findings.end(); next = cause_of(*cause))
      cause = next;
    const auto index = static_cast<std::size_t>(std::distance(findings.begin(), cause));
    causes[place[index]].follows.push_back(finding.message);
  }
  findings = std::move(causes);
}

}  // namespace npusim::analysis
