// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/text_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/describe/site_text.h"
#include "analysis/report/finding_text.h"
#include "analysis/report/report_tables.h"
#include "analysis/report/time_tables.h"
#include "analysis/result/verdict.h"

namespace npusim::analysis {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::string_view kRuler =
    "================================================================\n";

/// Columns of a finding's lines. Fits two panes on a screen, and a quote in a bug report.
constexpr std::size_t kWidth = 110;
constexpr std::size_t kLabelWidth = 16;

/// `text` in lines of at most kWidth, broken at spaces, each after the first below the texts'
/// column. What has no space is never broken: a path can be copied.
std::string wrapped(std::string_view text) {
  std::string lines;
  std::size_t column = kLabelWidth;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    const bool fits = column + 1 + word.size() <= kWidth;
    if (begin > 0) lines += fits ? " " : fmt::format("\n{:{}}", "", kLabelWidth);
    column = (begin > 0 && fits ? column + 1 : kLabelWidth) + word.size();
    lines += word;
    begin = end + 1;
  }
  return lines;
}

/// "  label: text\n" with the texts of a finding in one column; nothing for an empty text.
std::string labelled(std::string_view label, std::string_view text) {
  if (text.empty()) return "";
  return fmt::format("  {:<13} {}\n", fmt::format("{}:", label), wrapped(text));
}

/// The access with its place in the source on the first line: what one looks for.
std::string access(std::string_view label, const AccessSite& site) {
  if (!present(site)) return "";
  std::string what = access_phrase(site);
  if (site.source.known()) {
    what += fmt::format("{}at {}", what.empty() ? "" : " ", text_of(site.source));
  }
  std::string library;
  if (site.library.known()) {
    library = fmt::format("  {:<13} in {}\n", "", text_of(site.library));
  }
  return labelled(label, what) + library + fmt::format("  {:<13} {}\n", "", place_phrase(site));
}

void replace_all(std::string& text, const std::string& old, const std::string& with) {
  for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + with.size())) {
    text.replace(at, old.size(), with);
  }
}

/// Advice names the accesses by file:line. Both stand beside it in full, so the file's name is
/// enough.
std::string shortened(std::string text, const Finding& finding) {
  for (const AccessSite* site : {&finding.first, &finding.second}) {
    const std::string& file = site->source.file;
    const auto slash = file.rfind('/');
    if (slash == std::string::npos) continue;
    const SourcePlace named{file.substr(slash + 1), site->source.line};
    replace_all(text, text_of(site->source), text_of(named));
  }
  return text;
}

std::string line_list(std::string_view title, const std::vector<std::string>& lines) {
  if (lines.empty()) return "";
  std::string text = fmt::format("{}\n", title);
  for (const std::string& line : lines) text += "  " + line + "\n";
  return text;
}

std::string header(const RunReport& report) {
  std::string text =
      fmt::format("npusim {}: {}, seed {}", report.version, report.program, report.seed);
  if (!report.schedule.empty()) text += fmt::format(", schedule {}", report.schedule);
  return text + "\n";
}

/// ", kernels by gcc 12.2.0": its flags are in the other formats.
std::string compiler_text(const std::string& compiler) {
  if (compiler.empty()) return "";
  return ", kernels by " + compiler.substr(0, compiler.find(" -"));
}

/// "wrong bytes of kv: 12288 written by TSTORE ... " for each writer and cause.
std::string blame_lines(const GoldenComparison& output) {
  std::string text;
  for (const Blame& blame : output.blame) {
    text += fmt::format("{:{}}{}: {} wrong bytes ", "", kIndent, output.name, blame.bytes);
    if (!present(blame.writer)) {
      text += "that nobody wrote" + (blame.missing.empty() ? "" : ": " + blame.missing) + "\n";
      continue;
    }
    text += fmt::format("last written by {} at {}\n", text_of(blame.writer.op),
                        text_of(blame.writer.source));
    if (present(blame.cause)) {
      text += fmt::format("{:{}}  went wrong first at {} at {} (finding {}), {}\n", "", kIndent,
                          text_of(blame.cause.op), text_of(blame.cause.source), blame.finding + 1,
                          place_phrase(blame.cause));
    }
  }
  return text;
}

}  // namespace

std::string finding_text(const Finding& finding) {
  constexpr std::string_view kSeverities[] = {"ERROR", "NOTE", "WARNING"};
  std::string text =
      fmt::format("{}: {} [{}]", kSeverities[static_cast<unsigned>(finding.severity)],
                  title_of(finding), basis_of(finding));
  if (finding.count > 1) text += fmt::format(", {} times", finding.count);
  text += "\n";
  const bool two = present(finding.second);
  // The message of a pair says again what stands below.
  if (finding.missing_edge.empty() || !two) {
    text += labelled("what", shortened(finding.message, finding));
  }
  text += access(two ? "first" : "access", finding.first);
  text += access("second", finding.second);
  text += labelled("missing edge", shortened(finding.missing_edge, finding));
  text += labelled("fix", shortened(finding.fix, finding));
  for (const std::string& reading : readings_of(finding)) text += labelled("contested", reading);
  for (const std::string& sentence : finding.follows) {
    text += labelled("follows", shortened(sentence, finding));
  }
  text += labelled("replay", finding.replay);
  return text;
}

std::string text_report(const RunReport& report) { return text_report(report, finding_text); }

std::string text_report(const RunReport& report,
                        const std::function<std::string(const Finding&)>& render) {
  std::string text = header(report);
  for (const Finding& finding : report.findings) text += std::string(kRuler) + render(finding);
  if (!report.findings.empty()) text += kRuler;
  if (!report.stall_reason.empty()) text += "stall: " + report.stall_reason + "\n";
  text += line_list("what each agent waits for:", report.stall);
  text += line_list("not recorded or not judged:", report.lost);
  if (!report.internal_error.empty()) text += "internal error: " + report.internal_error + "\n";
  if (!report.golden.empty()) {
    text += "\noutputs against their golden\n" + text_table(golden_table(report.golden), kIndent);
    for (const GoldenComparison& output : report.golden) text += blame_lines(output);
  }
  if (!report.tasks.empty()) {
    text += "\ntasks (pipes: share of the blocks' time in which they were busy)\n" +
            text_table(task_table(report), kIndent);
  }
  if (report.time != nullptr) text += time_text(*report.time);
  text += fmt::format("\n{} cycles, {} instructions, {} events{}\n", report.cycles,
                      report.instructions, report.events, compiler_text(report.compiler));
  return text + verdict_line(report) + "\n";
}

}  // namespace npusim::analysis
