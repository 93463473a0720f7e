// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/finding_text.h"

#include <fmt/format.h>

#include "analysis/describe/site_text.h"
#include "models/arch/contested_rules.h"

namespace npusim::analysis {
namespace {

/// FNV-1a, 64 bits: the same on every machine.
class Fnv1a {
 public:
  void add(std::string_view text) {
    for (const char c : text) step(static_cast<std::uint8_t>(c));
    step(0);
  }
  std::uint64_t value() const { return value_; }

 private:
  void step(std::uint8_t byte) { value_ = (value_ ^ byte) * 0x100000001b3ull; }
  std::uint64_t value_ = 0xcbf29ce484222325ull;
};

void add_site(Fnv1a& hash, const AccessSite& site) {
  hash.add(site.source.file);
  hash.add(text_of(site.op));
  hash.add(pipe_text(site));
  hash.add(site.task);
  hash.add(site.is_write ? "write" : "read");
}

}  // namespace

std::string title_of(const Finding& finding) {
  std::string title = finding.hazard.empty() ? finding.check : finding.hazard;
  if (finding.check == "race") title += " race";
  if (!finding.space.empty()) title += " in " + finding.space;
  return title;
}

std::string basis_of(const Finding& finding) {
  std::string basis = finding.check;
  if (!finding.rule.empty()) basis += ", rule " + finding.rule;
  if (!finding.certainty.empty()) basis += " (" + finding.certainty + ")";
  return basis;
}

std::vector<std::string> readings_of(const Finding& finding) {
  const ContestedRule* const rule = find_contested(finding.rule);
  if (rule == nullptr) return {};
  std::vector<std::string> lines;
  for (const Reading& reading : {rule->strict, rule->loose}) {
    lines.push_back(
        fmt::format("{}={}: {} ({})", rule->knob, reading.value, reading.says, reading.source));
  }
  return lines;
}

bool present(const AccessSite& site) {
  return site.agent < kAgentCount || site.op.known() || site.source.known() || site.range.known() ||
         !site.task.empty();
}

std::string access_phrase(const AccessSite& site) {
  if (!site.range.known()) return text_of(site.op);
  std::string phrase = (site.is_write ? "write of " : "read of ") + text_of(site.range);
  if (site.op.known()) phrase += " by " + text_of(site.op);
  return phrase;
}

std::string place_phrase(const AccessSite& site) {
  std::string phrase;
  if (!site.task.empty()) {
    phrase = site.task_index == kNoTask || site.task == fmt::format("task {}", site.task_index)
                 ? "task " + site.task
                 : fmt::format("task {} ({})", site.task_index, site.task);
    if (site.block >= 0) phrase += fmt::format(" block {}", site.block);
  }
  const std::string core = core_text(site), pipe = pipe_text(site);
  if (!core.empty()) phrase += (phrase.empty() ? "on " : " on ") + core;
  if (!pipe.empty()) phrase += " pipe " + pipe;
  return phrase + fmt::format("{}cycle {}", phrase.empty() ? "" : ", ", site.cycle);
}

std::string fingerprint_of(const Finding& finding) {
  Fnv1a hash;
  hash.add(finding.check);
  hash.add(finding.hazard);
  hash.add(finding.space);
  hash.add(finding.rule);
  add_site(hash, finding.first);
  add_site(hash, finding.second);
  return fmt::format("{:016x}", hash.value());
}

}  // namespace npusim::analysis
