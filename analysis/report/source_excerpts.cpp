// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/source_excerpts.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "models/arch/byte_range.h"

namespace npusim::analysis {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kContext = 6;  ///< lines before and after
constexpr std::size_t kMaxFiles = 100;
constexpr std::size_t kMaxLineLength = 300;
constexpr std::uintmax_t kMaxFileBytes = 4 << 20;

/// The file below `root`, links resolved; nothing if it lies elsewhere or is no plain text file.
std::optional<fs::path> file_below(const fs::path& root, const std::string& name) {
  std::error_code error;
  const fs::path base = fs::canonical(root, error);
  if (error) return std::nullopt;
  const fs::path file = fs::canonical(base / name, error);
  if (error || !fs::is_regular_file(file, error)) return std::nullopt;
  const fs::path relative = file.lexically_relative(base);
  if (relative.empty() || *relative.begin() == "..") return std::nullopt;
  if (fs::file_size(file, error) > kMaxFileBytes || error) return std::nullopt;
  return file;
}

std::string shown_line(std::string line) {
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.size() > kMaxLineLength) line = line.substr(0, kMaxLineLength) + "...";
  return line;
}

/// The lines of `wanted` (sorted, disjoint, counted from 1).
std::vector<SourceExcerpt> read_lines(const fs::path& file, const std::string& name,
                                      const std::vector<ByteRange>& wanted) {
  std::vector<SourceExcerpt> excerpts;
  std::ifstream stream(file);
  std::string line;
  std::uint64_t number = 0;
  for (const ByteRange& range : wanted) {
    SourceExcerpt excerpt{name, static_cast<std::uint32_t>(range.begin), {}};
    while (number + 1 < range.end && std::getline(stream, line)) {
      if (++number >= range.begin) excerpt.lines.push_back(shown_line(line));
    }
    if (!excerpt.lines.empty()) excerpts.push_back(std::move(excerpt));
  }
  return excerpts;
}

}  // namespace

std::vector<SourceExcerpt> source_excerpts(const std::vector<Finding>& findings,
                                           const fs::path& root) {
  std::map<std::string, std::vector<ByteRange>> wanted;
  for (const Finding& finding : findings) {
    for (const AccessSite* const site : {&finding.first, &finding.second}) {
      const auto& [name, line] = site->source;
      if (line == 0) continue;
      if (wanted.size() == kMaxFiles && !wanted.contains(name)) continue;
      wanted[name].push_back({line > kContext ? line - kContext : 1, line + kContext + 1});
    }
  }
  std::vector<SourceExcerpt> excerpts;
  for (auto& [name, ranges] : wanted) {
    const auto file = file_below(root, name);
    if (!file) continue;
    for (SourceExcerpt& excerpt : read_lines(*file, name, merged_ranges(std::move(ranges)))) {
      excerpts.push_back(std::move(excerpt));
    }
  }
  return excerpts;
}

}  // namespace npusim::analysis
