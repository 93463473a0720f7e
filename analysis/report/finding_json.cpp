// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/finding_json.h"

#include <nlohmann/json.hpp>

#include "analysis/describe/site_text.h"
#include "analysis/report/finding_text.h"
#include "analysis/report/text_report.h"
#include "models/arch/contested_rules.h"

namespace npusim::analysis {
namespace {

using Json = nlohmann::ordered_json;

/// Both sides of a contested rule; null for other rules.
Json contested_json(const Finding& finding) {
  const ContestedRule* const rule = find_contested(finding.rule);
  if (rule == nullptr) return nullptr;
  Json readings = Json::array();
  for (const Reading& reading : {rule->strict, rule->loose}) {
    readings.push_back(
        {{"value", reading.value}, {"says", reading.says}, {"source", reading.source}});
  }
  return {{"knob", rule->knob}, {"readings", readings}};
}

}  // namespace

Json site_json(const AccessSite& site) {
  if (!present(site)) return nullptr;
  Json json{{"task", site.task},
            {"task_number", site.task_index == kNoTask ? Json(nullptr) : Json(site.task_index)},
            {"block", site.block},
            {"core", core_text(site)},
            {"pipe", pipe_text(site)},
            {"op", text_of(site.op)},
            {"access", site.is_write ? "write" : "read"},
            {"source", text_of(site.source)},
            {"range", text_of(site.range)},
            {"cycle", site.cycle}};
  if (site.library.known()) json["library"] = text_of(site.library);
  return json;
}

Json finding_json(const Finding& finding) {
  return {{"check", finding.check},
          {"hazard", finding.hazard},
          {"space", finding.space},
          {"rule", finding.rule},
          {"certainty", finding.certainty},
          {"contested", contested_json(finding)},
          {"severity", name(finding.severity)},
          {"message", finding.message},
          {"first", site_json(finding.first)},
          {"second", site_json(finding.second)},
          {"missing_edge", finding.missing_edge},
          {"fix", finding.fix},
          {"follows", finding.follows},
          {"count", finding.count},
          {"replay", finding.replay},
          {"text", finding_text(finding)}};
}

}  // namespace npusim::analysis
