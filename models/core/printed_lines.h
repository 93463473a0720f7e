// SPDX-License-Identifier: Apache-2.0
// What a kernel prints, cut into lines: a line is shown when it is ended.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace npusim {

class PrintedLines {
 public:
  /// The lines that `text` ends, without their ends. A line of kLongest characters ends there.
  std::vector<std::string> add(const std::string& text) {
    std::vector<std::string> lines;
    for (const char character : text) {
      if (character != '\n') begun_ += character;
      if (character != '\n' && begun_.size() < kLongest) continue;
      lines.push_back(begun_);
      begun_.clear();
    }
    return lines;
  }

  /// What has been begun, as a line: nobody is going to end it.
  std::vector<std::string> rest() {
    return begun_.empty() ? std::vector<std::string>{} : add("\n");
  }

 private:
  static constexpr std::size_t kLongest = 4096;

  std::string begun_;  ///< of a line that has not ended
};

}  // namespace npusim
