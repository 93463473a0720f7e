// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/html_report.h"

#include "analysis/report/html_document.h"
#include "analysis/report/html_page.h"
#include "analysis/report/text_report.h"
#include "analysis/report/xml_escape.h"
#include "models/arch/check.h"

namespace npusim::analysis {
namespace {

/// JSON that can stand inside a script element: nothing in it ends the element or opens a comment.
std::string script_safe(const nlohmann::ordered_json& document) {
  const std::string json =
      document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  std::string safe;
  safe.reserve(json.size());
  for (const char c : json) {
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return safe;
}

/// Appends the page up to `place`, then `content`. Places are looked for in the page only, so it
/// does not matter what the contents are.
void fill(std::string& html, std::string_view& rest, std::string_view place,
          const std::string& content) {
  const auto at = rest.find(place);
  NPUSIM_CHECK(at != std::string_view::npos);
  html.append(rest.substr(0, at)).append(content);
  rest.remove_prefix(at + place.size());
}

}  // namespace

std::string html_report(const RunReport& report) {
  std::string html;
  std::string_view rest = html_page();
  fill(html, rest, kTitlePlace, xml_escape("npusim: " + report.program));
  fill(html, rest, kTextPlace, xml_escape(text_report(report)));
  fill(html, rest, kDocumentPlace, script_safe(html_document(report)));
  return html.append(rest);
}

}  // namespace npusim::analysis
