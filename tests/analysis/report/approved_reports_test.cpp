// SPDX-License-Identifier: Apache-2.0
// Every format of three runs, against the files in approved/.
#include <filesystem>

#include "analysis/report/html_document.h"
#include "analysis/report/report_format.h"
#include "tests/analysis/report/sample_reports.h"
#include "tests/support/approved.h"

using namespace npusim::analysis;

namespace {

void require_all_formats_approved(const RunReport& report, const std::string& run) {
  const std::filesystem::path folder =
      std::filesystem::path(NPUSIM_SOURCE_DIR) / "tests/analysis/report/approved";
  for (const ReportFormat& format : report_formats()) {
    // The page around an HTML report's document is built from packages and has tests of its own.
    const bool html = format.name == "html";
    npusim::test::require_approved(
        html ? html_document(report).dump(1) + "\n" : format.render(report),
        folder / (run + "." + std::string(html ? "html-document.json" : format.name)));
  }
}

}  // namespace

TEST_CASE("the reports of a racy run read as approved", "[report]") {
  require_all_formats_approved(npusim::analysis::test::racy_report(), "racy");
}

TEST_CASE("the reports of a clean run read as approved", "[report]") {
  require_all_formats_approved(npusim::analysis::test::clean_report(), "clean");
}

TEST_CASE("the reports of a stalled run read as approved", "[report]") {
  require_all_formats_approved(npusim::analysis::test::stalled_report(), "stalled");
}
