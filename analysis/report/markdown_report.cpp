// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/markdown_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/describe/site_text.h"
#include "analysis/report/finding_text.h"
#include "analysis/report/report_tables.h"
#include "analysis/result/verdict.h"

namespace npusim::analysis {
namespace {

/// Inline code; the fence is longer than any run of backticks in `text`.
std::string code(const std::string& text) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  const std::string space = longest > 0 ? " " : "";
  return fence + space + text + space + fence;
}

std::string item(std::string_view label, const std::string& text) {
  return text.empty() ? "" : fmt::format("- **{}:** {}\n", label, text);
}

std::string access(std::string_view label, const AccessSite& site) {
  if (!present(site)) return "";
  std::string text = code(access_phrase(site));
  if (site.source.known()) text += " at " + code(text_of(site.source));
  if (site.library.known()) text += ", in " + code(text_of(site.library));
  return item(label, text + ", " + place_phrase(site));
}

std::string finding_section(const Finding& finding) {
  constexpr std::string_view kPrefixes[] = {"", "Note: ", "Warning: "};
  std::string text = fmt::format("### {}{}\n\n", kPrefixes[static_cast<unsigned>(finding.severity)],
                                 title_of(finding));
  text += fmt::format("{}{}\n\n", basis_of(finding),
                      finding.count > 1 ? fmt::format(", {} times", finding.count) : "");
  if (!finding.message.empty()) text += finding.message + "\n\n";
  text += access(present(finding.second) ? "First" : "Access", finding.first);
  text += access("Second", finding.second);
  text += item("Missing edge", finding.missing_edge);
  text += item("Fix", finding.fix);
  for (const std::string& reading : readings_of(finding)) text += item("Contested", reading);
  if (!finding.replay.empty()) text += item("Replay", code(finding.replay));
  return text + "\n";
}

std::string list_section(std::string_view title, const std::vector<std::string>& lines) {
  if (lines.empty()) return "";
  std::string text = fmt::format("## {}\n\n", title);
  for (const std::string& line : lines) text += "- " + line + "\n";
  return text + "\n";
}

}  // namespace

std::string markdown_report(const RunReport& report) {
  std::string text =
      fmt::format("# npusim: {}\n\n**{}**\n\n", report.program, verdict_line(report));
  text += fmt::format("npusim {}, seed {}{}. {} cycles, {} instructions, {} events.\n\n",
                      report.version, report.seed,
                      report.schedule.empty() ? "" : ", schedule " + code(report.schedule),
                      report.cycles, report.instructions, report.events);
  if (!report.findings.empty()) text += "## Findings\n\n";
  for (const Finding& finding : report.findings) text += finding_section(finding);
  if (!report.stall_reason.empty()) text += "## Stall\n\n" + report.stall_reason + "\n\n";
  text += list_section("What each agent waits for", report.stall);
  text += list_section("Not recorded or not judged", report.lost);
  if (!report.internal_error.empty()) {
    text += "## Internal error\n\n" + report.internal_error + "\n\n";
  }
  if (!report.golden.empty()) {
    text +=
        "## Outputs against their golden\n\n" + markdown_table(golden_table(report.golden)) + "\n";
  }
  if (!report.tasks.empty()) text += "## Tasks\n\n" + markdown_table(task_table(report)) + "\n";
  return text;
}

}  // namespace npusim::analysis
