// SPDX-License-Identifier: Apache-2.0
// The files that --report FORMAT=FILE asks for.
#pragma once

#include <fstream>
#include <memory>
#include <ostream>
#include <string>
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

  /// Throws InputError if a file could not be written completely.
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

/// Writes the reports that were asked for, the text or with `quiet` the verdict on stdout unless
/// one of them went there, and leaves the report's exit status.
void deliver(const analysis::RunReport& report, ReportOutputs& outputs, bool quiet,
             Context& context);

}  // namespace npusim::cli
