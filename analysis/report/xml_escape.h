// SPDX-License-Identifier: Apache-2.0
// Text inside XML and HTML, for the JUnit and HTML reports.
#pragma once

#include <string>
#include <string_view>

namespace npusim::analysis {

/// Escapes the five special characters; control characters that XML 1.0 forbids become '?'.
inline std::string xml_escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default: {
        const auto byte = static_cast<unsigned char>(c);
        const bool forbidden = byte < 0x20 && c != '\n' && c != '\t' && c != '\r';
        escaped += forbidden ? '?' : c;
      }
    }
  }
  return escaped;
}

}  // namespace npusim::analysis
