// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/html_document.h"

#include <set>

#include "analysis/report/html_swimlane.h"
#include "analysis/report/html_time.h"
#include "analysis/report/json_report.h"
#include "analysis/result/verdict.h"
#include "analysis/timeline/run_picture.h"
#include "models/arch/knobs.h"
#include "models/arch/rules.h"

namespace npusim::analysis {
namespace {

using Json = nlohmann::ordered_json;

/// What `--report json` says, without what differs from host to host.
Json facts_json(const RunReport& report) {
  Json facts = Json::parse(json_report(report));
  facts.erase("wall_seconds");
  facts.erase("peak_rss_bytes");
  if (facts.contains("time")) shorten_time(facts["time"]);
  return facts;
}

Json knobs_json(const RunReport& report) {
  Json rows = Json::array();
  for (const KnobInfo& knob : Knobs::table()) {
    const auto value = report.knobs.find(std::string(knob.name));
    if (value == report.knobs.end()) continue;
    rows.push_back({{"name", knob.name},
                    {"value", value->second},
                    {"default", knob.default_value},
                    {"meaning", knob.meaning}});
  }
  return rows;
}

/// The rules that findings rest on.
Json rules_json(const RunReport& report) {
  std::set<std::string> ids;
  for (const Finding& finding : report.findings) ids.insert(finding.rule);
  Json rules = Json::object();
  for (const std::string& id : ids) {
    const RuleInfo* const rule = find_rule(id);
    if (rule == nullptr) continue;
    rules[id] = {{"statement", rule->statement}, {"source", rule->source}};
  }
  return rules;
}

std::string_view reason_name(DependencyReason reason) {
  switch (reason) {
    case DependencyReason::Creator:
      return "creator";
    case DependencyReason::Writer:
      return "writer";
    case DependencyReason::Explicit:
      return "explicit";
    case DependencyReason::ScalarAccess:
      return "scalar access";
  }
  return "";
}

/// "AIC", "AIV", "AIC + 2 AIV".
std::string cores_of_block(ClusterPlaces places) {
  const bool cube = has(places, ClusterPlace::AIC);
  const unsigned vectors = place_count(places) - (cube ? 1 : 0);
  const std::string vector_text = vectors == 2 ? "2 AIV" : "AIV";
  if (!cube) return vector_text;
  return vectors == 0 ? "AIC" : "AIC + " + vector_text;
}

Json tasks_json(const RunPicture& picture) {
  Json rows = Json::array();
  for (const TaskBar& task : picture.tasks) {
    rows.push_back({{"task", task.task},
                    {"name", task.name},
                    {"core", cores_of_block(task.places)},
                    {"blocks", task.blocks},
                    {"submitted", json_cycle(task.submitted)},
                    {"ready", json_cycle(task.ready)},
                    {"started", json_cycle(task.started)},
                    {"ended", json_cycle(task.ended)},
                    {"completed", json_cycle(task.completed)}});
  }
  return rows;
}

Json edges_json(const RunPicture& picture) {
  Json rows = Json::array();
  for (const TaskEdge& edge : picture.edges) {
    rows.push_back(
        {{"from", edge.producer}, {"to", edge.consumer}, {"reason", reason_name(edge.reason)}});
  }
  return rows;
}

/// Pairs of tasks that a race joins: where an edge is missing, or does not hold what it promises.
Json missing_edges_json(const RunReport& report) {
  Json rows = Json::array();
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    const Finding& finding = report.findings[i];
    if (finding.check != "race" || finding.first.task_index == kNoTask ||
        finding.second.task_index == kNoTask) {
      continue;
    }
    rows.push_back(
        {{"from", finding.first.task_index}, {"to", finding.second.task_index}, {"finding", i}});
  }
  return rows;
}

Json cores_json() {
  Json names = Json::array();
  for (unsigned core = 0; core < kCoreCount; ++core) {
    names.push_back(core_name(static_cast<CoreId>(core)));
  }
  return names;
}

/// Cells that count something: cell number and count.
Json grid_json(const OutputMap& map) {
  Json cells = Json::array(), counts = Json::array();
  for (std::size_t i = 0; i < map.grid.size(); ++i) {
    if (map.grid[i] == 0) continue;
    cells.push_back(i);
    counts.push_back(map.grid[i]);
  }
  return {{"rows", map.grid_rows},      {"columns", map.grid_columns},
          {"cell_rows", map.cell_rows}, {"cell_columns", map.cell_columns},
          {"cells", std::move(cells)},  {"counts", std::move(counts)}};
}

Json output_json(const OutputMap& map) {
  Json runs = Json::array(), values = Json::array();
  for (const OutputMap::Run& run : map.runs) runs.push_back({run.row, run.begin, run.end});
  for (const OutputMap::Values& value : map.values) {
    values.push_back({value.element, value.actual, value.golden});
  }
  return {{"name", map.name},
          {"shape", map.shape},
          {"rows", map.rows},
          {"columns", map.columns},
          {"grid", grid_json(map)},
          {"runs", std::move(runs)},
          {"elements_left_out", map.elements_left_out},
          {"values", std::move(values)}};
}

Json source_json(const SourceExcerpt& excerpt) {
  return {{"file", excerpt.file}, {"first_line", excerpt.first_line}, {"lines", excerpt.lines}};
}

template <typename T, typename Render>
Json array(const std::vector<T>& items, Render render) {
  Json result = Json::array();
  for (const T& item : items) result.push_back(render(item));
  return result;
}

}  // namespace

Json html_document(const RunReport& report) {
  static const RunPicture kEmpty;
  const RunPicture& picture = report.picture ? *report.picture : kEmpty;
  Json document = {{"format", "npusim report"},
                   {"version", kHtmlDocumentVersion},
                   {"verdict_line", verdict_line(report)},
                   {"replay", picture.replay},
                   {"from_trace", picture.from_trace},
                   {"notes", picture.notes},
                   {"clock_hz", kClockHz}};
  document["report"] = facts_json(report);
  document["knobs"] = knobs_json(report);
  document["rules"] = rules_json(report);
  document["sources"] = array(picture.sources, source_json);
  document["tasks"] = tasks_json(picture);
  document["edges"] = edges_json(picture);
  document["missing_edges"] = missing_edges_json(report);
  document["cores"] = cores_json();
  document["blocks"] = blocks_json(picture);
  document["blocks_left_out"] = picture.blocks_left_out;
  document["usage"] = usage_json(picture.usage);
  document["uses"] = uses_json(picture.uses);
  document["swimlanes"] = array(picture.swimlanes, swimlane_json);
  document["swimlanes_left_out"] = picture.swimlanes_left_out;
  document["outputs"] = array(picture.outputs, output_json);
  return document;
}

}  // namespace npusim::analysis
