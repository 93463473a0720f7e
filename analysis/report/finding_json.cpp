// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/finding_json.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

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

AccessSite site_from(const Json& json) {
  AccessSite site;
  if (json.is_null()) return site;
  json.at("task").get_to(site.task);
  json.at("block").get_to(site.block);
  json.at("core").get_to(site.core);
  json.at("pipe").get_to(site.pipe);
  json.at("op").get_to(site.op);
  site.is_write = json.at("access") == "write";
  json.at("source").get_to(site.source);
  site.library = json.value("library", std::string());
  json.at("range").get_to(site.range);
  json.at("cycle").get_to(site.cycle);
  return site;
}

Severity severity_from(const std::string& text) {
  for (const Severity severity : {Severity::Note, Severity::Warning}) {
    if (text == name(severity)) return severity;
  }
  return Severity::Error;
}

Finding finding_from(const Json& json) {
  Finding finding;
  json.at("check").get_to(finding.check);
  json.at("hazard").get_to(finding.hazard);
  json.at("space").get_to(finding.space);
  json.at("rule").get_to(finding.rule);
  json.at("certainty").get_to(finding.certainty);
  finding.severity = severity_from(json.at("severity").get<std::string>());
  json.at("message").get_to(finding.message);
  finding.first = site_from(json.at("first"));
  finding.second = site_from(json.at("second"));
  json.at("missing_edge").get_to(finding.missing_edge);
  json.at("fix").get_to(finding.fix);
  json.at("follows").get_to(finding.follows);
  json.at("count").get_to(finding.count);
  json.at("replay").get_to(finding.replay);
  return finding;
}

}  // namespace

Json site_json(const AccessSite& site) {
  if (!present(site)) return nullptr;
  Json json{{"task", site.task},
            {"task_number", site.task_index == kNoTask ? Json(nullptr) : Json(site.task_index)},
            {"block", site.block},
            {"core", site.core},
            {"pipe", site.pipe},
            {"op", site.op},
            {"access", site.is_write ? "write" : "read"},
            {"source", site.source},
            {"range", site.range},
            {"cycle", site.cycle}};
  if (!site.library.empty()) json["library"] = site.library;
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

std::string findings_to_text(const std::vector<Finding>& findings) {
  Json all = Json::array();
  for (const Finding& finding : findings) all.push_back(finding_json(finding));
  return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<Finding> findings_from_text(std::string_view text) {
  std::vector<Finding> findings;
  try {
    for (const Json& json : Json::parse(text)) findings.push_back(finding_from(json));
  } catch (const Json::exception& error) {
    throw std::invalid_argument(error.what());
  }
  return findings;
}

}  // namespace npusim::analysis
