// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/terminal_report.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "analysis/report/finding_text.h"
#include "analysis/report/text_report.h"
#include "analysis/result/verdict.h"

namespace npusim::analysis {
namespace {

// SGR sequences.
constexpr std::string_view kBold = "1", kRed = "1;31", kYellow = "1;33", kBlue = "1;34",
                           kGreen = "1;32", kFaint = "2";

std::string in_colour(std::string_view text, std::string_view colour) {
  return fmt::format("\x1b[{}m{}\x1b[0m", colour, text);
}

std::string_view colour_of(Severity severity) {
  if (severity == Severity::Error) return kRed;
  return severity == Severity::Warning ? kYellow : kBlue;
}

/// "  fix:          give ..." with its label in bold.
std::string with_label(std::string_view line) {
  const std::size_t colon = line.find(':');
  const bool labelled = line.starts_with("  ") && line.size() > 2 && line[2] != ' ' &&
                        colon != std::string_view::npos && colon < 16;
  if (!labelled) return std::string(line);
  return "  " + in_colour(line.substr(2, colon - 1), kBold) + std::string(line.substr(colon + 1));
}

const SourceExcerpt* excerpt_with(const RunReport& report, const SourcePlace& place) {
  for (const SourceExcerpt& excerpt : report.excerpts) {
    if (excerpt.file == place.file && place.line >= excerpt.first_line &&
        place.line < excerpt.first_line + excerpt.lines.size()) {
      return &excerpt;
    }
  }
  return nullptr;
}

/// The line and its neighbours; empty if nobody could read them.
std::string source_lines(const RunReport& report, const AccessSite& site) {
  constexpr std::uint64_t kAround = 1;
  const SourcePlace& place = site.source;
  const SourceExcerpt* const excerpt = excerpt_with(report, place);
  if (place.line == 0 || excerpt == nullptr) return "";
  std::string text;
  for (std::size_t i = 0; i < excerpt->lines.size(); ++i) {
    const std::uint64_t line = excerpt->first_line + i;
    if (line + kAround < place.line || line > place.line + kAround) continue;
    const bool here = line == place.line;
    const std::string shown =
        fmt::format("{:>5}{} | {}", line, here ? ">" : " ", excerpt->lines[i]);
    text += (here ? shown : in_colour(shown, kFaint)) + "\n";
  }
  return text;
}

std::string shown(const RunReport& report, const Finding& finding) {
  const std::string plain = finding_text(finding);
  std::string text;
  for (std::size_t begin = 0; begin < plain.size();) {
    const std::size_t end = std::min(plain.find('\n', begin), plain.size());
    const std::string_view line = std::string_view(plain).substr(begin, end - begin);
    text += (begin == 0 ? in_colour(line, colour_of(finding.severity)) : with_label(line)) + "\n";
    begin = end + 1;
  }
  text += source_lines(report, finding.first);
  if (finding.second.source != finding.first.source) text += source_lines(report, finding.second);
  return text;
}

}  // namespace

std::string terminal_verdict(const RunReport& report) {
  return in_colour(verdict_line(report), report.exit_status == kExitClean ? kGreen : kRed) + "\n";
}

std::string terminal_report(const RunReport& report) {
  std::string text =
      text_report(report, [&](const Finding& finding) { return shown(report, finding); });
  const std::string verdict = verdict_line(report) + "\n";
  text.resize(text.size() - verdict.size());
  return text + terminal_verdict(report);
}

}  // namespace npusim::analysis
