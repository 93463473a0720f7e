// SPDX-License-Identifier: Apache-2.0
#include "session/run/recorded_findings.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "analysis/describe/site_text.h"
#include "analysis/report/finding_text.h"
#include "analysis/report/text_report.h"

namespace npusim::session {
namespace {

traces::FindingSite site_of(const analysis::AccessSite& site) {
  traces::FindingSite record;
  record.task = site.task;
  record.core = core_text(site);
  record.pipe = pipe_text(site);
  record.op = text_of(site.op);
  record.source = text_of(site.source);
  record.range = text_of(site.range);
  record.block = site.block;
  record.is_write = site.is_write;
  record.cycle = site.cycle;
  record.instruction = site.instruction;
  return record;
}

auto place_of(const traces::FindingSite& site) {
  return std::tie(site.task, site.block, site.core, site.pipe, site.op, site.source, site.range,
                  site.is_write, site.cycle);
}

/// What makes two records the same: not what they weigh, which is the command line's.
auto content_of(const traces::FindingRecord& record) {
  return std::tuple_cat(std::tie(record.id, record.count, record.message, record.missing_edge,
                                 record.fix, record.certainty),
                        place_of(record.first), place_of(record.second));
}

std::string short_text(const traces::FindingRecord& record) {
  return fmt::format("{} {} {} at {} and {}, {} times", record.check, record.hazard, record.space,
                     record.first.source, record.second.source, record.count);
}

}  // namespace

std::vector<traces::FindingRecord> finding_records(const std::vector<analysis::Finding>& findings) {
  std::vector<traces::FindingRecord> records;
  std::map<std::string, unsigned> occurrences;
  for (const analysis::Finding& finding : findings) {
    traces::FindingRecord record;
    const std::string id = analysis::fingerprint_of(finding);
    record.id = fmt::format("{}:{}", id, ++occurrences[id]);
    record.severity = static_cast<std::uint8_t>(finding.severity);
    record.check = finding.check;
    record.hazard = finding.hazard;
    record.space = finding.space;
    record.rule = finding.rule;
    record.certainty = finding.certainty;
    record.message = finding.message;
    record.missing_edge = finding.missing_edge;
    record.fix = finding.fix;
    record.text = analysis::finding_text(finding);
    record.count = finding.count;
    record.first = site_of(finding.first);
    record.second = site_of(finding.second);
    records.push_back(std::move(record));
  }
  return records;
}

std::string first_difference(const std::vector<traces::FindingRecord>& recorded,
                             const std::vector<traces::FindingRecord>& found) {
  const std::size_t both = std::min(recorded.size(), found.size());
  std::size_t at = 0;
  while (at < both && content_of(recorded[at]) == content_of(found[at])) ++at;
  if (at == both && recorded.size() == found.size()) return "";
  return fmt::format("finding {} of {} was: {}; of {} now it is: {}", at, recorded.size(),
                     at < recorded.size() ? short_text(recorded[at]) : "none", found.size(),
                     at < found.size() ? short_text(found[at]) : "none");
}

}  // namespace npusim::session
