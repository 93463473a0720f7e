// SPDX-License-Identifier: Apache-2.0
// File names as SARIF wants them: percent-encoded URIs.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace npusim::analysis {

/// Every byte but the unreserved ones of RFC 3986 and '/' as %XX.
inline std::string percent_encode(std::string_view path) {
  constexpr std::string_view kUnreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string uri;
  for (const char c : path) {
    if (kUnreserved.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

/// An absolute path becomes a file URI; a relative one is relative to %SRCROOT%, which GitHub reads
/// as the root of the repository.
inline nlohmann::ordered_json artifact_location(std::string_view path) {
  if (path.starts_with('/')) return {{"uri", "file://" + percent_encode(path)}};
  return {{"uri", percent_encode(path)}, {"uriBaseId", "%SRCROOT%"}};
}

}  // namespace npusim::analysis
