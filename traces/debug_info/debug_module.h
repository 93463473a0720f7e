// SPDX-License-Identifier: Apache-2.0
// The debug information (DWARF, through libdw) of one shared object that is loaded in this process.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

struct Dwfl;
struct Dwfl_Module;

namespace npusim::traces {

/// A function at an address, inlined or not, and the line in it.
struct SourceFrame {
  std::filesystem::path file;  ///< absolute
  std::uint32_t line = 0;
  std::string function;
};

class DebugModule {
 public:
  /// `base` is where the object's first segment is mapped. An object without debug information, or
  /// one that cannot be read, has no frames.
  DebugModule(const std::string& file, std::uintptr_t base);
  ~DebugModule();

  /// Innermost first. Empty if nothing is known of the address.
  std::vector<SourceFrame> frames_at(std::uintptr_t address) const;

 private:
  struct End {
    void operator()(Dwfl* session) const;
  };
  std::unique_ptr<Dwfl, End> session_;
  Dwfl_Module* module_ = nullptr;
};

}  // namespace npusim::traces
