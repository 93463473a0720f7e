// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/json_report.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "analysis/report/finding_text.h"
#include "analysis/report/text_report.h"
#include "analysis/result/verdict.h"
#include "models/arch/contested_rules.h"

namespace npusim::analysis {
namespace {

using Json = nlohmann::ordered_json;

/// JSON has no infinities and no NaN: these become the strings "inf", "-inf" and "nan".
Json number(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

Json site_json(const AccessSite& site) {
  if (!present(site)) return nullptr;
  return {{"task", site.task},
          {"task_number", site.task_index == kNoTask ? Json(nullptr) : Json(site.task_index)},
          {"block", site.block},
          {"core", site.core},
          {"pipe", site.pipe},
          {"op", site.op},
          {"access", site.is_write ? "write" : "read"},
          {"source", site.source},
          {"range", site.range},
          {"cycle", site.cycle}};
}

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
          {"count", finding.count},
          {"replay", finding.replay},
          {"text", finding_text(finding)}};
}

Json blame_json(const Blame& blame) {
  return {{"bytes", blame.bytes},
          {"writer", site_json(blame.writer)},
          {"cause", site_json(blame.cause)},
          {"finding", blame.finding},
          {"missing", blame.missing}};
}

Json golden_json(const GoldenComparison& output) {
  Json blame = Json::array();
  for (const Blame& row : output.blame) blame.push_back(blame_json(row));
  return {{"name", output.name},
          {"dtype", output.dtype},
          {"shape", output.shape},
          {"compare", output.mode},
          {"elements", output.elements},
          {"mismatched", output.mismatched},
          {"first_index", output.first_index},
          {"max_abs", number(output.max_abs)},
          {"equal", output.equal},
          {"blame", blame}};
}

Json task_json(const TaskSummary& task) {
  return {{"name", task.name},
          {"blocks", task.blocks},
          {"start_cycle", task.start_cycle},
          {"end_cycle", task.ended ? Json(task.end_cycle) : Json(nullptr)},
          {"pipe_busy", task.pipe_busy}};
}

template <typename T, typename Render>
Json array(const std::vector<T>& items, Render render) {
  Json result = Json::array();
  for (const T& item : items) result.push_back(render(item));
  return result;
}

}  // namespace

std::string json_report(const RunReport& report) {
  Json json = {{"version", report.version},
               {"program", report.program},
               {"seed", report.seed},
               {"schedule", report.schedule},
               {"knobs", report.knobs},
               {"checks", report.checks},
               {"verdict", name(report.verdict)},
               {"exit_status", report.exit_status}};
  if (!report.compiler.empty()) json["compiler"] = report.compiler;
  json["golden"] = array(report.golden, golden_json);
  json["findings"] = array(report.findings, finding_json);
  json["tasks"] = array(report.tasks, task_json);
  json["stall"] = {{"reason", report.stall_reason}, {"waiting", report.stall}};
  json["lost"] = report.lost;
  json["internal_error"] = report.internal_error;
  json["cycles"] = report.cycles;
  json["instructions"] = report.instructions;
  json["events"] = report.events;
  json["wall_seconds"] = {{"build", report.wall.build},
                          {"load", report.wall.load},
                          {"simulate", report.wall.simulate},
                          {"check", report.wall.check},
                          {"trace", report.wall.trace}};
  json["peak_rss_bytes"] = report.peak_rss_bytes;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace npusim::analysis
