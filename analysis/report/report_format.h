// SPDX-License-Identifier: Apache-2.0
// Report formats: a name and a function from a run report to text. To add one, write its file and
// add it to the list in report_format.cpp.
//
// Equal runs give equal bytes in every format; in JSON, wall_seconds and peak_rss_bytes aside.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analysis/result/run_report.h"

namespace npusim::analysis {

struct ReportFormat {
  std::string_view name;  ///< as --report takes it
  std::string_view description;
  std::string (*render)(const RunReport& report);
  bool draws = false;  ///< wants RunReport::picture
};

/// Every format, in the order it is listed for people.
std::span<const ReportFormat> report_formats();

/// The format with this name, or nullptr.
const ReportFormat* find_report_format(std::string_view name);

}  // namespace npusim::analysis
