// SPDX-License-Identifier: Apache-2.0
#include "cli/worker_command.h"

#include <map>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>

#include "analysis/result/finding_transfer.h"
#include "analysis/result/verdict.h"
#include "cli/output_files.h"
#include "session/run/progress_bar.h"
#include "session/run/version.h"

namespace npusim::cli {
namespace {

class CommandListener final : public session::Listener {
 public:
  CommandListener(Context& context, bool quiet)
      : context_(context), progress_(make_progress(context, quiet)) {}
  void out(std::string_view text) override { out_ += text; }
  void report(std::uint32_t number, std::string_view text) override { reports_[number] = text; }
  session::Progress& progress() override { return *progress_; }
  void printed(std::string_view text) override { context_.err << text << std::flush; }

  void pass_on(ReportOutputs* outputs) {
    for (const auto& [number, text] : reports_) {
      if (outputs != nullptr) outputs->write(number, text);
    }
    context_.out << out_;
  }

 private:
  Context& context_;
  std::unique_ptr<session::Progress> progress_;
  std::string out_;
  std::map<std::uint32_t, std::string> reports_;
};

/// The report of a run that came to no end of its own.
analysis::RunReport report_of(const WorkerCommand& command, int exit_status,
                              std::vector<std::string> lost) {
  analysis::RunReport report;
  report.version = session::version();
  report.program = command.program;
  if (command.describe) command.describe(report);
  report.lost = std::move(lost);
  report.exit_status = exit_status;
  report.verdict = analysis::verdict_of(static_cast<analysis::ExitStatus>(exit_status));
  return report;
}

/// What a worker that died had told. It may have written over its own memory.
std::vector<analysis::Finding> findings_of(const session::WorkerEnd& end) {
  if (end.found.empty()) return {};
  try {
    return analysis::findings_from_text(end.found);
  } catch (const std::invalid_argument&) {
    return {};
  }
}

}  // namespace

std::unique_ptr<session::Progress> make_progress(const Context& context, bool quiet) {
  if (quiet) return std::make_unique<session::SilentProgress>();
  const auto style = context.err_is_terminal ? session::ProgressBar::Style::Terminal
                                             : session::ProgressBar::Style::Lines;
  return std::make_unique<session::ProgressBar>(context.err, style, session::monotonic_seconds);
}

void do_in_worker(const WorkerCommand& command, const session::Work& work, Context& context) {
  CommandListener listener(context, command.quiet);
  const session::Work confined = [&](session::WorkerLink& link) {
    if (session::is_worker()) session::use_sandbox(command.sandbox);
    return work(link);
  };
  const session::WorkerEnd end = context.supervise(confined, command.limits, listener);
  if (end.exit_status) {
    listener.pass_on(command.outputs);
    context.exit_status = *end.exit_status;
    return;
  }
  session::Failure failure;
  std::vector<std::string> lost;
  if (end.failure) {
    failure = *end.failure;
    lost = {failure.message};
  } else {
    const session::Death death = session::explain_death(end, command.program);
    failure = {death.exit_status, death.message};
    lost = {death.message};
    for (const std::string& place : death.places) failure.message += "\n  " + place;
    lost.insert(lost.end(), death.places.begin(), death.places.end());
  }
  if (command.outputs != nullptr) {
    analysis::RunReport report = report_of(command, failure.exit_status, std::move(lost));
    report.findings = findings_of(end);
    command.outputs->write(report);
    if (!end.failure && !command.outputs->uses_stdout()) {
      context.out << summary(report, {command.quiet, command.terminal});
    }
  }
  throw session::WorkerFailed(failure);
}

}  // namespace npusim::cli
