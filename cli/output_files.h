// SPDX-License-Identifier: Apache-2.0
// Where commands write: files, opened before the work that a wrong path must not cost, or standard
// output.
#pragma once

#include <cstdint>
#include <fstream>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/report/report_format.h"

namespace npusim::cli {

/// "-" and /dev/stdout
bool is_standard_output(const std::string& name);

/// Throws UsageError if a value of an option that names a folder, or a file that is not written
/// from its beginning to its end, is "-"; `kind`: "a folder".
void require_no_standard_output(const std::string& option, const std::string& value,
                                const std::string& kind);

/// One file that a command writes, or standard output. A file that was not finished is removed:
/// nobody takes an empty one for an answer.
class OutputFile {
 public:
  /// Opens it. Throws InputError, which names `option`, if it cannot be written.
  OutputFile(std::string option, std::string name, std::ostream& standard_output);
  OutputFile(OutputFile&&) noexcept;
  ~OutputFile();

  bool is_standard() const { return standard_ != nullptr; }
  const std::string& name() const { return name_; }
  std::ostream& stream() { return standard_ != nullptr ? *standard_ : file_; }
  /// Everything is written. Throws InputError if it could not be.
  void finish();

 private:
  [[noreturn]] void cannot_write() const;

  std::string option_;
  std::string name_;
  std::ostream* standard_ = nullptr;
  std::ofstream file_;
  bool finished_ = false;
};

/// Two options of a command that name one file would leave one of its outputs broken: UsageError.
/// Pairs of option and file. Standard output, devices and pipes may be named twice.
void require_different_files(const std::vector<std::pair<std::string, std::string>>& files);

/// The files of `--report FORMAT=FILE` requests, with the option as a person would name it.
std::vector<std::pair<std::string, std::string>> report_files(
    const std::vector<std::string>& requests);

/// "text, json, ..."
std::string report_format_names();

class ReportOutputs {
 public:
  /// Opens every file; '-' is `standard_output`. Those that are never written are removed.
  /// Throws UsageError for a request that is not FORMAT=FILE, InputError for a file that cannot be
  /// written, which names `option`.
  ReportOutputs(const std::vector<std::string>& requests, std::ostream& standard_output,
                const std::string& option = "--report");

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
    OutputFile file;
  };
  std::vector<Output> outputs_;
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

}  // namespace npusim::cli
