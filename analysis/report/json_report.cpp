// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/json_report.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "analysis/report/finding_json.h"
#include "analysis/result/verdict.h"

namespace npusim::analysis {
namespace {

using Json = nlohmann::ordered_json;

/// JSON has no infinities and no NaN: these become the strings "inf", "-inf" and "nan".
Json number(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
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
          {"max_ulp", output.max_ulp ? Json(*output.max_ulp) : Json(nullptr)},
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

Json uses_json(const TimeByUse& uses) {
  Json json = Json::object();
  for (unsigned i = 0; i < kTimeUseCount; ++i) json[std::string(kTimeUseNames[i])] = uses[i];
  return json;
}

Json wait_json(const WaitLine& line) {
  return {{"pipe", line.pipe},       {"reason", name(line.use)},
          {"source", line.source},   {"flag", line.flag},
          {"task", line.task},       {"times", line.times},
          {"cycles", line.cycles},   {"on_critical_path", line.on_path},
          {"gain_cycles", line.gain}};
}

/// Thousandths of a cycle are what sums are kept in.
double rounded(double value) { return std::round(value * 1000) / 1000; }

Json path_work_json(const PathWork& row) {
  return {{"path", row.path},
          {"core", row.core},
          {"pipe", row.pipe},
          {"unit", row.unit},
          {"amount", row.amount},
          {"peak_cycles", rounded(row.peak_cycles)},
          {"shape_cycles", rounded(row.shape_cycles)},
          {"available_cycles", row.available},
          {"share", row.share()},
          {"per_cycle", row.per_cycle()},
          {"peak_per_cycle", row.peak_per_cycle()}};
}

Json task_work_json(const TaskWork& work) {
  return {{"task", work.task},
          {"cycles", work.cycles},
          {"bound", work.bound},
          {"bound_share", work.bound_share},
          {"paths", array(work.paths, path_work_json)}};
}

Json path_line_json(const PathLine& line) {
  return {{"pipe", line.pipe}, {"use", name(line.use)}, {"source", line.source},
          {"task", line.task}, {"times", line.times},   {"cycles", line.cycles}};
}

Json shape_json(const ShapeLine& line) {
  return {{"path", line.path},
          {"source", line.source},
          {"task", line.task},
          {"times", line.times},
          {"peak_cycles", rounded(line.peak_cycles)},
          {"shape_cycles", rounded(line.shape_cycles)}};
}

Json time_json(const TimeReport& time) {
  Json json = {{"cycles", time.cycles}};
  json["pipes"] = array(time.pipes, [](const PipeTime& pipe) {
    return Json{{"core", core_name(core_of(pipe.agent))},
                {"pipe", npusim::name(pipe_of(pipe.agent))},
                {"cycles", uses_json(pipe.cycles)}};
  });
  json["critical_path"] = array(time.path, [](const PathPart& part) {
    return Json{{"task", part.task}, {"cycles", part.cycles}, {"uses", uses_json(part.uses)}};
  });
  json["critical_lines"] = array(time.path_lines, path_line_json);
  json["critical_core"] = core_name(time.path_core);
  json["waits"] = array(time.waits, wait_json);
  json["roofline"] = array(time.work, task_work_json);
  json["shapes"] = array(time.shapes, shape_json);
  return json;
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
  if (report.time != nullptr) json["time"] = time_json(*report.time);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace npusim::analysis
