// SPDX-License-Identifier: Apache-2.0
#include "session/run/source_lines.h"

namespace npusim::session {

std::vector<traces::SourceLine> source_lines(const std::vector<analysis::SourceExcerpt>& excerpts) {
  std::vector<traces::SourceLine> lines;
  for (const analysis::SourceExcerpt& excerpt : excerpts) {
    std::uint32_t number = excerpt.first_line;
    for (const std::string& text : excerpt.lines) lines.push_back({excerpt.file, number++, text});
  }
  return lines;
}

std::vector<analysis::SourceExcerpt> excerpts_of(const std::vector<traces::SourceLine>& lines) {
  std::vector<analysis::SourceExcerpt> excerpts;
  for (const traces::SourceLine& line : lines) {
    const bool continues = !excerpts.empty() && excerpts.back().file == line.file &&
                           excerpts.back().first_line + excerpts.back().lines.size() == line.line;
    if (!continues) excerpts.push_back({line.file, line.line, {}});
    excerpts.back().lines.push_back(line.text);
  }
  return excerpts;
}

}  // namespace npusim::session
