// SPDX-License-Identifier: Apache-2.0
#include "analysis/result/verdict.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "analysis/result/check_table.h"

namespace npusim::analysis {
namespace {

/// Heaviest first.
constexpr std::array kPrecedence = {kExitInternal, kExitInconclusive, kExitStall,
                                    kExitRace,     kExitMismatch,     kExitClean};

/// True if `a` counts before `b`.
bool heavier(ExitStatus a, ExitStatus b) {
  return std::find(kPrecedence.begin(), kPrecedence.end(), a) <
         std::find(kPrecedence.begin(), kPrecedence.end(), b);
}

ExitStatus status_of(const Finding& finding) {
  const CheckInfo* check = find_check(finding.check);
  if (check == nullptr) {
    throw std::logic_error(fmt::format("a finding of the unknown check '{}'", finding.check));
  }
  return check->exit_status;
}

std::string plural(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::Clean:
      return "clean";
    case Verdict::Mismatch:
      return "mismatch";
    case Verdict::Race:
      return "race";
    case Verdict::Stall:
      return "stall";
    case Verdict::Inconclusive:
      return "inconclusive";
  }
  return "";
}

ExitStatus exit_status_of(const RunReport& report) {
  ExitStatus status = kExitClean;
  const auto raise = [&status](ExitStatus candidate) {
    if (heavier(candidate, status)) status = candidate;
  };
  for (const GoldenComparison& output : report.golden) {
    if (!output.equal) raise(kExitMismatch);
  }
  for (const Finding& finding : report.findings) {
    const ExitStatus candidate = status_of(finding);
    if (finding.severity == Severity::Error) raise(candidate);
  }
  const bool stalls = !report.stall.empty() || !report.stall_reason.empty();
  if (stalls && !report.stall_follows) raise(kExitStall);
  if (!report.lost.empty()) raise(kExitInconclusive);
  if (!report.internal_error.empty()) raise(kExitInternal);
  return status;
}

Verdict verdict_of(ExitStatus status) {
  switch (status) {
    case kExitClean:
      return Verdict::Clean;
    case kExitMismatch:
      return Verdict::Mismatch;
    case kExitRace:
      return Verdict::Race;
    case kExitStall:
      return Verdict::Stall;
    case kExitUsage:
    case kExitBadInput:
    case kExitInconclusive:
    case kExitInternal:
      return Verdict::Inconclusive;
  }
  return Verdict::Inconclusive;
}

void decide(RunReport& report) {
  const ExitStatus status = exit_status_of(report);
  report.exit_status = status;
  report.verdict = verdict_of(status);
}

/// The verdict as people call it: what is no race and has its exit status is a memory error.
std::string_view verdict_text(const RunReport& report) {
  if (report.verdict != Verdict::Race) return name(report.verdict);
  const bool race =
      std::any_of(report.findings.begin(), report.findings.end(), [](const Finding& finding) {
        return finding.severity == Severity::Error && finding.check != "mem" &&
               finding.check != "init";
      });
  return race ? "race" : "memory error";
}

std::string verdict_line(const RunReport& report) {
  const auto count = [&](Severity severity) {
    return static_cast<std::size_t>(
        std::count_if(report.findings.begin(), report.findings.end(),
                      [&](const Finding& finding) { return finding.severity == severity; }));
  };
  const auto differing = static_cast<std::size_t>(
      std::count_if(report.golden.begin(), report.golden.end(),
                    [](const GoldenComparison& output) { return !output.equal; }));
  std::string line = fmt::format("verdict: {} (exit status {}): {}", verdict_text(report),
                                 report.exit_status, plural(count(Severity::Error), "finding"));
  for (const Severity severity : {Severity::Warning, Severity::Note}) {
    if (count(severity) > 0) line += ", " + plural(count(severity), name(severity));
  }
  if (report.golden.empty()) {
    line += ", no output compared";
  } else if (differing == 0) {
    line += fmt::format(", {} as the golden",
                        report.golden.size() == 1
                            ? std::string("the output is")
                            : fmt::format("all {} outputs are", report.golden.size()));
  } else {
    line +=
        fmt::format(", {} of {} {} from the golden", differing,
                    plural(report.golden.size(), "output"), differing == 1 ? "differs" : "differ");
  }
  return line;
}

}  // namespace npusim::analysis
