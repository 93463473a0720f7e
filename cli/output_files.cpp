// SPDX-License-Identifier: Apache-2.0
#include "cli/output_files.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <unistd.h>

#include "analysis/report/terminal_report.h"
#include "analysis/report/text_report.h"
#include "analysis/result/verdict.h"
#include "models/arch/input_error.h"
#include "session/run/usage_error.h"

namespace npusim::cli {

bool is_standard_output(const std::string& name) { return name == "-" || name == "/dev/stdout"; }

void require_no_standard_output(const std::string& option, const std::string& value,
                                const std::string& kind) {
  if (!is_standard_output(value)) return;
  throw session::UsageError(
      fmt::format("{} takes {}, not standard output ('{}')", option, kind, value));
}

OutputFile::OutputFile(std::string option, std::string name, std::ostream& standard_output)
    : option_(std::move(option)), name_(std::move(name)) {
  if (is_standard_output(name_)) {
    standard_ = &standard_output;
    return;
  }
  file_.open(name_, std::ios::binary);
  if (!file_) cannot_write();
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : option_(std::move(other.option_)),
      name_(std::move(other.name_)),
      standard_(other.standard_),
      file_(std::move(other.file_)),
      finished_(std::exchange(other.finished_, true)) {}

OutputFile::~OutputFile() {
  if (finished_ || is_standard()) return;
  std::error_code error;
  if (std::filesystem::is_regular_file(name_, error)) std::filesystem::remove(name_, error);
}

void OutputFile::finish() {
  finished_ = true;
  if (!stream().flush() && !is_standard()) cannot_write();
}

void OutputFile::cannot_write() const {
  throw InputError(name_, option_, "a file that can be written", std::strerror(errno),
                   "choose another file, or make its folder");
}

void require_different_files(const std::vector<std::pair<std::string, std::string>>& files) {
  std::map<std::filesystem::path, std::string> option_of;
  for (const auto& [option, file] : files) {
    std::error_code error;
    const bool is_special =
        std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file, error);
    if (is_standard_output(file) || is_special) continue;
    const std::filesystem::path path =
        std::filesystem::weakly_canonical(std::filesystem::absolute(file), error);
    const auto [other, added] =
        option_of.try_emplace(error ? std::filesystem::path(file) : path, option);
    if (added) continue;
    throw session::UsageError(
        fmt::format("{} and {} are the same file, {}; choose another for one of them",
                    other->second, option, file));
  }
}

std::vector<std::pair<std::string, std::string>> report_files(
    const std::vector<std::string>& requests) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const std::string& request : requests) {
    const auto equals = request.find('=');
    if (equals == std::string::npos || equals + 1 == request.size()) continue;  // refused elsewhere
    files.emplace_back("--report " + request.substr(0, equals), request.substr(equals + 1));
  }
  return files;
}

std::string report_format_names() {
  std::string names;
  for (const analysis::ReportFormat& format : analysis::report_formats()) {
    names += (names.empty() ? "" : ", ") + std::string(format.name);
  }
  return names;
}

ReportOutputs::ReportOutputs(const std::vector<std::string>& requests,
                             std::ostream& standard_output, const std::string& option) {
  for (const std::string& request : requests) {
    const auto equals = request.find('=');
    if (equals == std::string::npos || equals + 1 == request.size()) {
      throw session::UsageError(fmt::format("--report takes FORMAT=FILE, not '{}'; formats: {}",
                                            request, report_format_names()));
    }
    const std::string format = request.substr(0, equals);
    const analysis::ReportFormat* const known = analysis::find_report_format(format);
    if (known == nullptr) {
      throw session::UsageError(
          fmt::format("--report: unknown format '{}'; formats: {}", format, report_format_names()));
    }
    outputs_.push_back({known, OutputFile(option, request.substr(equals + 1), standard_output)});
  }
}

void ReportOutputs::write(std::uint32_t number, std::string_view text) {
  if (number >= outputs_.size()) return;
  OutputFile& file = outputs_[number].file;
  file.stream() << text;
  file.finish();
}

void ReportOutputs::write(const analysis::RunReport& report) {
  for (std::uint32_t number = 0; number < count(); ++number) write(number, render(number, report));
}

bool ReportOutputs::uses_stdout() const {
  return std::any_of(outputs_.begin(), outputs_.end(),
                     [](const Output& output) { return output.file.is_standard(); });
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

}  // namespace npusim::cli
