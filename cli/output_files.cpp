// SPDX-License-Identifier: Apache-2.0
#include "cli/output_files.h"

#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "cli/context.h"

namespace npusim::cli {

void require_different_files(const std::vector<std::pair<std::string, std::string>>& files) {
  std::map<std::filesystem::path, std::string> option_of;
  for (const auto& [option, file] : files) {
    std::error_code error;
    const bool is_special =
        std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file, error);
    if (file == "-" || is_special) continue;
    const std::filesystem::path path =
        std::filesystem::weakly_canonical(std::filesystem::absolute(file), error);
    const auto [other, added] =
        option_of.try_emplace(error ? std::filesystem::path(file) : path, option);
    if (added) continue;
    throw session::UsageError(
        fmt::format("{} and {} are the same file, {}; choose another for one of them",
                    other->second, option, file));
  }
}

std::vector<std::pair<std::string, std::string>> report_files(
    const std::vector<std::string>& requests) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const std::string& request : requests) {
    const auto equals = request.find('=');
    if (equals == std::string::npos || equals + 1 == request.size()) continue;  // refused elsewhere
    files.emplace_back("--report " + request.substr(0, equals), request.substr(equals + 1));
  }
  return files;
}

}  // namespace npusim::cli
