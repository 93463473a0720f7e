// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/html_page.h"

// The assembler puts the committed page (web/report_page.html) into the library as it is.
asm(R"(.pushsection .rodata
.global npusim_report_page
.global npusim_report_page_end
npusim_report_page:
.incbin ")" NPUSIM_REPORT_PAGE R"("
npusim_report_page_end:
.byte 0
.popsection)");

extern "C" const char npusim_report_page[];
extern "C" const char npusim_report_page_end[];

namespace npusim::analysis {

std::string_view html_page() {
  return {npusim_report_page,
          static_cast<std::size_t>(npusim_report_page_end - npusim_report_page)};
}

}  // namespace npusim::analysis
