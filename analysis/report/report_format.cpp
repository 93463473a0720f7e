// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/report_format.h"

#include "analysis/report/github_report.h"
#include "analysis/report/html_report.h"
#include "analysis/report/json_report.h"
#include "analysis/report/junit_report.h"
#include "analysis/report/markdown_report.h"
#include "analysis/report/sarif_report.h"
#include "analysis/report/text_report.h"

namespace npusim::analysis {
namespace {

std::string plain_text(const RunReport& report) { return text_report(report); }

constexpr ReportFormat kFormats[] = {
    {"text", "for people, as on the terminal", plain_text},
    {"json", "everything, for programs", json_report},
    {"sarif", "SARIF 2.1.0, for code scanning", sarif_report},
    {"junit", "JUnit XML: one test case a check and an output", junit_report},
    {"md", "Markdown, for a pull request or a job summary", markdown_report},
    {"html", "one self-contained page, with pictures", html_report, true},
    {"github", "GitHub workflow commands that annotate the source", github_report},
};

}  // namespace

std::span<const ReportFormat> report_formats() { return kFormats; }

const ReportFormat* find_report_format(std::string_view name) {
  for (const ReportFormat& format : kFormats) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

}  // namespace npusim::analysis
