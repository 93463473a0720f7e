// SPDX-License-Identifier: Apache-2.0
#include "cli/report_output.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>
#include <unistd.h>

#include "analysis/report/terminal_report.h"
#include "analysis/report/text_report.h"
#include "analysis/result/verdict.h"
#include "models/arch/input_error.h"

namespace npusim::cli {
namespace {

[[noreturn]] void cannot_write(const std::string& file) {
  throw InputError(file, "--report", "a file that can be written", std::strerror(errno),
                   "choose another file, or make its folder");
}

}  // namespace

std::string report_format_names() {
  std::string names;
  for (const analysis::ReportFormat& format : analysis::report_formats()) {
    names += (names.empty() ? "" : ", ") + std::string(format.name);
  }
  return names;
}

ReportOutputs::ReportOutputs(const std::vector<std::string>& requests,
                             std::ostream& standard_output)
    : standard_output_(standard_output) {
  for (const std::string& request : requests) {
    const auto equals = request.find('=');
    if (equals == std::string::npos || equals + 1 == request.size()) {
      throw session::UsageError(fmt::format("--report takes FORMAT=FILE, not '{}'; formats: {}",
                                            request, report_format_names()));
    }
    const std::string format = request.substr(0, equals);
    Output output{analysis::find_report_format(format), request.substr(equals + 1), nullptr};
    if (output.format == nullptr) {
      throw session::UsageError(
          fmt::format("--report: unknown format '{}'; formats: {}", format, report_format_names()));
    }
    if (output.name != "-") {
      output.file = std::make_unique<std::ofstream>(output.name, std::ios::binary);
      if (!*output.file) cannot_write(output.name);
    }
    outputs_.push_back(std::move(output));
  }
}

void ReportOutputs::write(std::uint32_t number, std::string_view text) {
  if (number >= outputs_.size()) return;
  Output& output = outputs_[number];
  std::ostream& stream = output.file ? *output.file : standard_output_;
  stream << text << std::flush;
  if (output.file && !*output.file) cannot_write(output.name);
}

void ReportOutputs::write(const analysis::RunReport& report) {
  for (std::uint32_t number = 0; number < count(); ++number) write(number, render(number, report));
}

bool ReportOutputs::uses_stdout() const {
  return std::any_of(outputs_.begin(), outputs_.end(),
                     [](const Output& output) { return output.file == nullptr; });
}

bool ReportOutputs::draws() const {
  return std::any_of(outputs_.begin(), outputs_.end(),
                     [](const Output& output) { return output.format->draws; });
}

bool takes_colours(std::string_view choice) {
  if (choice != "auto") return choice == "always";
  const auto set = [](const char* variable) {
    const char* const value = std::getenv(variable);
    return std::string_view(value == nullptr ? "" : value);
  };
  return set("NO_COLOR").empty() && set("TERM") != "dumb" && isatty(STDOUT_FILENO) == 1;
}

std::string summary(const analysis::RunReport& report, const Look& look) {
  if (look.quiet) {
    return look.terminal ? analysis::terminal_verdict(report)
                         : analysis::verdict_line(report) + "\n";
  }
  return look.terminal ? analysis::terminal_report(report) : analysis::text_report(report);
}

void deliver(const analysis::RunReport& report, ReportOutputs& outputs, const Look& look,
             Context& context) {
  outputs.write(report);
  if (!outputs.uses_stdout()) context.out << summary(report, look);
  context.exit_status = report.exit_status;
}

}  // namespace npusim::cli
