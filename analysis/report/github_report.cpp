// SPDX-License-Identifier: Apache-2.0
// A step shows at most 10 errors, 10 warnings and 10 notices and drops the rest without a word, so
// errors come first, and the last notice says how many there are in all.
#include "analysis/report/github_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/describe/site_text.h"
#include "analysis/report/finding_text.h"
#include "analysis/report/report_tables.h"
#include "analysis/result/verdict.h"

namespace npusim::analysis {
namespace {

constexpr std::size_t kShownPerLevel = 10;

std::string escape_message(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '%':
        escaped += "%25";
        break;
      case '\r':
        escaped += "%0D";
        break;
      case '\n':
        escaped += "%0A";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

/// Values of properties may hold neither ':' nor ','.
std::string escape_property(std::string_view text) {
  std::string escaped;
  for (const char c : escape_message(text)) {
    switch (c) {
      case ':':
        escaped += "%3A";
        break;
      case ',':
        escaped += "%2C";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

struct Annotation {
  SourcePlace source;
  std::string title;
  std::string message;
};

Annotation annotation_of(const Finding& finding) {
  Annotation annotation{finding.first.source, title_of(finding) + " [" + basis_of(finding) + "]",
                        finding.message};
  for (const AccessSite* site : {&finding.first, &finding.second}) {
    if (!present(*site)) continue;
    annotation.message += fmt::format("\n{} at {}, {}", access_phrase(*site), text_of(site->source),
                                      place_phrase(*site));
  }
  if (!finding.missing_edge.empty())
    annotation.message += "\nmissing edge: " + finding.missing_edge;
  if (!finding.fix.empty()) annotation.message += "\nfix: " + finding.fix;
  for (const std::string& reading : readings_of(finding)) {
    annotation.message += "\ncontested: " + reading;
  }
  return annotation;
}

std::string command(std::string_view level, const Annotation& annotation) {
  std::string properties = "title=" + escape_property(annotation.title);
  const SourcePlace& location = annotation.source;
  if (!location.file.empty()) {
    properties += ",file=" + escape_property(location.file);
    if (location.line > 0) properties += fmt::format(",line={}", location.line);
  }
  return fmt::format("::{} {}::{}\n", level, properties, escape_message(annotation.message));
}

std::string commands(std::string_view level, const std::vector<Annotation>& annotations,
                     std::size_t limit) {
  std::string text;
  for (std::size_t i = 0; i < annotations.size() && i < limit; ++i) {
    text += command(level, annotations[i]);
  }
  return text;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

std::vector<Annotation> findings_of(const RunReport& report, Severity severity) {
  std::vector<Annotation> annotations;
  for (const Finding& finding : report.findings) {
    if (finding.severity == severity) annotations.push_back(annotation_of(finding));
  }
  return annotations;
}

std::vector<Annotation> errors_of(const RunReport& report) {
  std::vector<Annotation> errors = findings_of(report, Severity::Error);
  if (!report.stall_reason.empty() || !report.stall.empty()) {
    errors.push_back({{}, "stall", report.stall_reason + "\n" + joined(report.stall)});
  }
  if (!report.lost.empty()) errors.push_back({{}, "inconclusive", joined(report.lost)});
  if (!report.internal_error.empty()) {
    errors.push_back({{}, "internal error", report.internal_error});
  }
  for (const GoldenComparison& output : report.golden) {
    if (output.equal) continue;
    errors.push_back({{},
                      output.name + " differs from its golden",
                      fmt::format("{} of {} elements, the first at {}", output.mismatched,
                                  output.elements, index_text(output.first_index))});
  }
  return errors;
}

}  // namespace

std::string github_report(const RunReport& report) {
  const std::vector<Annotation> errors = errors_of(report);
  const std::vector<Annotation> warnings = findings_of(report, Severity::Warning);
  const std::vector<Annotation> notes = findings_of(report, Severity::Note);
  std::string summary = verdict_line(report);
  const std::size_t total = errors.size() + warnings.size() + notes.size();
  const std::size_t shown = std::min(errors.size(), kShownPerLevel) +
                            std::min(warnings.size(), kShownPerLevel) +
                            std::min(notes.size(), kShownPerLevel - 1);
  if (shown < total) summary += fmt::format("; {} of {} annotations are shown", shown, total);
  return commands("error", errors, kShownPerLevel) + commands("warning", warnings, kShownPerLevel) +
         commands("notice", notes, kShownPerLevel - 1) +
         command("notice", {{}, "npusim " + report.program, summary});
}

}  // namespace npusim::analysis
