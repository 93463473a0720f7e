// SPDX-License-Identifier: Apache-2.0
// What a kernel prints, cut into lines: a line is shown when it is ended.
#pragma once

#include <string>
#include <vector>

namespace npusim {

class PrintedLines {
 public:
  /// The lines that `text` ends, without their ends.
  std::vector<std::string> add(const std::string& text) {
    begun_ += text;
    std::vector<std::string> lines;
    std::size_t begin = 0;
    for (auto end = begun_.find('\n'); end != std::string::npos; end = begun_.find('\n', begin)) {
      lines.push_back(begun_.substr(begin, end - begin));
      begin = end + 1;
    }
    begun_.erase(0, begin);
    return lines;
  }

 private:
  std::string begun_;  ///< of a line that has not ended
};

}  // namespace npusim
