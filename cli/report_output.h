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

/// How a report looks on stdout.
struct Look {
  bool quiet = false;     ///< the verdict alone
  bool terminal = false;  ///< colours and source lines
};

/// Whether stdout takes colours: `choice` is always, never or auto, which says yes on a terminal
/// unless NO_COLOR is set or TERM is dumb.
bool takes_colours(std::string_view choice);

/// What goes to stdout unless a report did.
std::string summary(const analysis::RunReport& report, const Look& look);

/// Writes the reports that were asked for, the summary on stdout unless one of them went there, and
/// leaves the report's exit status.
void deliver(const analysis::RunReport& report, ReportOutputs& outputs, const Look& look,
             Context& context);

}  // namespace npusim::cli
