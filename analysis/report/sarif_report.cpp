// SPDX-License-Identifier: Apache-2.0
// Limits of the largest consumer, GitHub code scanning: 25,000 results a run. Errors come first,
// and what does not fit is announced as a notification of the tool.
#include "analysis/report/sarif_report.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/describe/site_text.h"
#include "analysis/report/finding_text.h"
#include "analysis/report/report_tables.h"
#include "analysis/report/sarif_uri.h"
#include "analysis/result/check_table.h"
#include "analysis/result/verdict.h"
#include "models/arch/rules.h"

namespace npusim::analysis {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxResults = 25000;
constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json";

Json message(const std::string& text) { return {{"text", text}}; }

/// The rule a finding rests on; its check if it names none.
std::string rule_id(const Finding& finding) {
  return finding.rule.empty() ? finding.check : finding.rule;
}

Json rule_json(const std::string& id, const Finding& finding) {
  Json json = {{"id", id}};
  if (const RuleInfo* rule = find_rule(id)) {
    json["shortDescription"] = message(id);
    json["fullDescription"] = message(std::string(rule->statement));
    json["help"] = message(fmt::format("{} Source: {}.", rule->statement, rule->source));
    json["properties"] = {{"certainty", rule->certainty}};
  } else if (const CheckInfo* check = find_check(finding.check)) {
    json["shortDescription"] = message(std::string(check->title));
    json["fullDescription"] = message(std::string(check->finds));
  }
  return json;
}

Json location(const AccessSite& site) {
  Json json = Json::object();
  const SourcePlace& source = site.source;
  if (!source.file.empty()) {
    json["physicalLocation"] = {{"artifactLocation", artifact_location(source.file)}};
    if (source.line > 0) json["physicalLocation"]["region"] = {{"startLine", source.line}};
  }
  if (!site.task.empty()) {
    json["logicalLocations"] = Json::array({{{"name", site.task}, {"kind", "function"}}});
  }
  json["message"] = message(access_phrase(site) + ", " + place_phrase(site));
  return json;
}

Json thread_flow(const AccessSite& site) {
  Json step = {{"location", location(site)}, {"importance", "essential"}};
  step["kinds"] = Json::array({"memory", site.is_write ? "write" : "read"});
  return {{"id", core_text(site) + " " + pipe_text(site)}, {"locations", Json::array({step})}};
}

std::string result_text(const Finding& finding) {
  std::string text = title_of(finding) + ": ";
  text += finding.message.empty() ? access_phrase(finding.first) : finding.message;
  if (present(finding.second)) text += " Conflicts with the [second access](1).";
  if (!finding.missing_edge.empty()) text += " Missing edge: " + finding.missing_edge + ".";
  if (!finding.fix.empty()) text += " Fix: " + finding.fix + ".";
  for (const std::string& reading : readings_of(finding)) text += " Contested: " + reading + ".";
  return text;
}

Json result_json(const Finding& finding, std::size_t rule_index, unsigned occurrence) {
  Json json = {{"ruleId", rule_id(finding)},
               {"ruleIndex", rule_index},
               {"level", name(finding.severity)},
               {"message", message(result_text(finding))}};
  json["locations"] = Json::array({location(finding.first)});
  Json flows = Json::array({thread_flow(finding.first)});
  if (present(finding.second)) {
    Json related = location(finding.second);
    related["id"] = 1;
    json["relatedLocations"] = Json::array({related});
    flows.push_back(thread_flow(finding.second));
  }
  json["codeFlows"] = Json::array({{{"threadFlows", flows}}});
  json["partialFingerprints"] = {
      {"npusimSites/v1", fmt::format("{}:{}", fingerprint_of(finding), occurrence)}};
  json["occurrenceCount"] = finding.count;
  json["properties"] = {{"check", finding.check},
                        {"hazard", finding.hazard},
                        {"space", finding.space},
                        {"certainty", finding.certainty},
                        {"missingEdge", finding.missing_edge},
                        {"fix", finding.fix},
                        {"replay", finding.replay}};
  return json;
}

/// What belongs to the run and not to a line of source.
Json notifications(const RunReport& report, std::size_t dropped) {
  Json list = Json::array();
  const auto add = [&list](std::string_view level, const std::string& text) {
    list.push_back({{"level", level}, {"message", message(text)}});
  };
  if (!report.stall_reason.empty()) add("error", "stall: " + report.stall_reason);
  for (const std::string& line : report.stall) add("error", "waiting: " + line);
  for (const std::string& line : report.lost) add("error", line);
  if (!report.internal_error.empty()) add("error", report.internal_error);
  for (const GoldenComparison& output : report.golden) {
    if (output.equal) continue;
    add("error", fmt::format("output {}: {} of {} elements differ from the golden, the first at {}",
                             output.name, output.mismatched, output.elements,
                             index_text(output.first_index)));
  }
  if (dropped > 0) {
    add("warning", fmt::format("{} findings are left out: a SARIF run holds at most {}", dropped,
                               kMaxResults));
  }
  return list;
}

Json invocation(const RunReport& report, std::size_t dropped) {
  const bool successful =
      report.exit_status != kExitInconclusive && report.exit_status != kExitInternal;
  return {{"executionSuccessful", successful},
          {"exitCode", report.exit_status},
          {"exitCodeDescription", name(report.verdict)},
          {"toolExecutionNotifications", notifications(report, dropped)}};
}

/// Errors, warnings, notes, otherwise in the report's order.
std::vector<const Finding*> shown_findings(const RunReport& report) {
  std::vector<const Finding*> findings;
  for (const Finding& finding : report.findings) findings.push_back(&finding);
  const auto weight = [](const Finding* finding) {
    if (finding->severity == Severity::Error) return 0;
    return finding->severity == Severity::Warning ? 1 : 2;
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const Finding* a, const Finding* b) { return weight(a) < weight(b); });
  if (findings.size() > kMaxResults) findings.resize(kMaxResults);
  return findings;
}

}  // namespace

std::string sarif_report(const RunReport& report) {
  const std::vector<const Finding*> findings = shown_findings(report);
  Json rules = Json::array();
  Json results = Json::array();
  std::map<std::string, std::size_t> rule_indices;
  std::map<std::string, unsigned> occurrences;
  for (const Finding* finding : findings) {
    const std::string id = rule_id(*finding);
    const auto [rule, is_new] = rule_indices.try_emplace(id, rules.size());
    if (is_new) rules.push_back(rule_json(id, *finding));
    const unsigned occurrence = ++occurrences[fingerprint_of(*finding)];
    results.push_back(result_json(*finding, rule->second, occurrence));
  }
  Json driver = {{"name", "npusim"}, {"version", report.version}, {"rules", rules}};
  Json run = {{"tool", {{"driver", driver}}}};
  run["automationDetails"] = {{"id", "npusim/" + report.program + "/"}};
  run["invocations"] = Json::array({invocation(report, report.findings.size() - findings.size())});
  run["columnKind"] = "utf16CodeUnits";
  run["results"] = results;
  run["properties"] = {
      {"seed", report.seed}, {"schedule", report.schedule}, {"knobs", report.knobs}};
  const Json log = {{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({run})}};
  return log.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace npusim::analysis
