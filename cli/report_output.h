// SPDX-License-Identifier: Apache-2.0
// The files that --report FORMAT=FILE asks for.
#pragma once

#include <cstdint>
#include <fstream>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/report/report_format.h"
#include "cli/context.h"

namespace npusim::cli {

/// "text, json, ..."
std::string report_format_names();

class ReportOutputs {
 public:
  /// Opens every file; '-' is `standard_output`.
  /// Throws UsageError for a request that is not FORMAT=FILE, InputError for a file that cannot be
  /// written.
  ReportOutputs(const std::vector<std::string>& requests, std::ostream& standard_output);

  std::uint32_t count() const { return static_cast<std::uint32_t>(outputs_.size()); }
  std::string render(std::uint32_t number, const analysis::RunReport& report) const {
    return outputs_[number].format->render(report);
  }
  /// What render() gave. Throws InputError if the file could not be written completely.
  void write(std::uint32_t number, std::string_view text);
  /// All of them.
  void write(const analysis::RunReport& report);
  bool uses_stdout() const;
  /// Whether a report wants RunReport::picture.
  bool draws() const;

 private:
  struct Output {
    const analysis::ReportFormat* format;
    std::string name;
    std::unique_ptr<std::ofstream> file;  ///< none for stdout
  };
  std::vector<Output> outputs_;
  std::ostream& standard_output_;
};

/// What goes to stdout unless a report did: the text or, with `quiet`, the verdict.
std::string summary(const analysis::RunReport& report, bool quiet);

/// Writes the reports that were asked for, the text or with `quiet` the verdict on stdout unless
/// one of them went there, and leaves the report's exit status.
void deliver(const analysis::RunReport& report, ReportOutputs& outputs, bool quiet,
             Context& context);

}  // namespace npusim::cli
