// SPDX-License-Identifier: Apache-2.0
// The scalar unit's data cache: private, write-back, not coherent with anything (tile-isa.md
// section 1.5, task-runtime.md section 5.2). Lines of 64 bytes; a write-back emits the whole line,
// without a byte mask. Its size is not published: this one never evicts on its own.
#pragma once

#include <array>
#include <cstdint>
#include <map>

#include "models/arch/mem_space.h"

namespace npusim {

class DataCache {
 public:
  struct Line {
    std::array<std::uint8_t, kCacheLineBytes> bytes{};
    bool dirty = false;
    const void* stored_by = nullptr;  ///< place of the last store, if dirty
  };

  static constexpr std::uint64_t line_address(std::uint64_t address) {
    return address & ~std::uint64_t{kCacheLineBytes - 1};
  }

  /// The line at `line`, or null.
  Line* find(std::uint64_t line) {
    const auto found = lines_.find(line);
    return found == lines_.end() ? nullptr : &found->second;
  }
  /// A new line, to be filled by the caller. Requires find(line) == nullptr.
  Line& insert(std::uint64_t line) { return lines_[line]; }
  void erase(std::uint64_t line) { lines_.erase(line); }
  void clear() { lines_.clear(); }

  /// All lines in ascending order of address.
  const std::map<std::uint64_t, Line>& lines() const { return lines_; }

 private:
  std::map<std::uint64_t, Line> lines_;
};

}  // namespace npusim
