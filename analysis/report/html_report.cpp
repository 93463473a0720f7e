// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/html_report.h"

#include <fmt/format.h>

#include "analysis/report/finding_text.h"
#include "analysis/report/report_tables.h"
#include "analysis/report/verdict.h"
#include "analysis/report/xml_escape.h"

namespace npusim::analysis {
namespace {

constexpr std::string_view kStyle = R"css(
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
code { font-family: ui-monospace, monospace; font-size: 0.93em; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { padding: 0.2rem 0.8rem; border-bottom: 1px solid #8884; text-align: left; }
td.right, th.right { text-align: right; font-variant-numeric: tabular-nums; }
.verdict { padding: 0.6rem 1rem; border-left: 0.4rem solid #c33; background: #8881; }
.verdict.clean { border-color: #2a2; }
.finding { margin: 1rem 0; padding: 0.2rem 1rem; border: 1px solid #8886; border-radius: 0.3rem; }
dt { font-weight: 600; } dd { margin: 0 0 0.4rem 1.5rem; }
)css";

std::string cell(std::string_view tag, const std::string& text, Align align) {
  return fmt::format("<{0}{1}>{2}</{0}>", tag, align == Align::Right ? " class=\"right\"" : "",
                     xml_escape(text));
}

std::string html_table(const Table& table) {
  std::string html = "<table>\n<tr>";
  for (const Column& column : table.columns) html += cell("th", column.title, column.align);
  html += "</tr>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) html += cell("td", row[i], table.columns[i].align);
    html += "</tr>\n";
  }
  return html + "</table>\n";
}

std::string section(std::string_view title, const std::string& content) {
  return content.empty() ? "" : fmt::format("<h2>{}</h2>\n{}", xml_escape(title), content);
}

std::string paragraph(const std::string& text) {
  return text.empty() ? "" : "<p>" + xml_escape(text) + "</p>\n";
}

std::string list(const std::vector<std::string>& lines) {
  if (lines.empty()) return "";
  std::string html = "<ul>\n";
  for (const std::string& line : lines) html += "<li>" + xml_escape(line) + "</li>\n";
  return html + "</ul>\n";
}

std::string term(std::string_view label, const std::string& html) {
  return html.empty() ? "" : fmt::format("<dt>{}</dt><dd>{}</dd>\n", label, html);
}

std::string code(const std::string& text) {
  return text.empty() ? "" : "<code>" + xml_escape(text) + "</code>";
}

std::string access(std::string_view label, const AccessSite& site) {
  if (!present(site)) return "";
  std::string html = code(access_phrase(site));
  if (!site.source.empty()) html += " at " + code(site.source);
  return term(label, html + "<br>" + xml_escape(place_phrase(site)));
}

std::string finding_html(const Finding& finding) {
  std::string html = fmt::format("<div class=\"finding\">\n<h3>{}{}</h3>\n<p>{}{}</p>\n",
                                 finding.severity == Severity::Note ? "Note: " : "",
                                 xml_escape(title_of(finding)), xml_escape(basis_of(finding)),
                                 finding.count > 1 ? fmt::format(", {} times", finding.count) : "");
  html += paragraph(finding.message) + "<dl>\n";
  html += access(present(finding.second) ? "First" : "Access", finding.first);
  html += access("Second", finding.second);
  html += term("Missing edge", xml_escape(finding.missing_edge));
  html += term("Fix", xml_escape(finding.fix));
  html += term("Replay", code(finding.replay));
  return html + "</dl>\n</div>\n";
}

std::string findings_html(const RunReport& report) {
  std::string html;
  for (const Finding& finding : report.findings) html += finding_html(finding);
  return html;
}

}  // namespace

std::string html_report(const RunReport& report) {
  const std::string title = "npusim: " + xml_escape(report.program);
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n<h1>{0}</h1>\n",
      title, kStyle);
  html += fmt::format("<p class=\"verdict {}\"><strong>{}</strong></p>\n", name(report.verdict),
                      xml_escape(verdict_line(report)));
  html += fmt::format("<p>npusim {}, seed {}{}. {} cycles, {} instructions, {} events.</p>\n",
                      xml_escape(report.version), report.seed,
                      report.schedule.empty() ? "" : ", schedule " + code(report.schedule),
                      report.cycles, report.instructions, report.events);
  html += section("Findings", findings_html(report));
  html += section("Stall", paragraph(report.stall_reason) + list(report.stall));
  html += section("Not recorded or not judged", list(report.lost));
  html += section("Internal error", paragraph(report.internal_error));
  if (!report.golden.empty()) {
    html += section("Outputs against their golden", html_table(golden_table(report.golden)));
  }
  if (!report.tasks.empty()) html += section("Tasks", html_table(task_table(report)));
  return html + "</body>\n</html>\n";
}

}  // namespace npusim::analysis
