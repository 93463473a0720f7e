// SPDX-License-Identifier: Apache-2.0
// Sites of the running process to source lines, from the DWARF of the shared objects it has loaded.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "models/arch/source_lookup.h"
#include "traces/debug_info/debug_module.h"

namespace npusim::traces {

/// For one run and one thread: shared objects must not be unloaded while it lives. Each site is
/// resolved once.
///
/// A site is a return address, so the place is that of the byte before it. Of the functions inlined
/// there, the innermost that is the user's counts: one whose file lies in the program; else one
/// that is neither of a library nor of the system. Frames of a checkout below it become the
/// location's library_call, the outermost, and library_file and library_line, the innermost.
class SourceMap : public SourceLookup {
 public:
  /// Files below `program_root` come out relative to it. Frames below `library_roots` are never the
  /// user's; nor are those of `checkout_folders`, the headers of a checkout of the user's.
  SourceMap(std::filesystem::path program_root, std::vector<std::filesystem::path> library_roots,
            std::vector<std::filesystem::path> checkout_folders = {});
  ~SourceMap() override;

  SourceLocation locate(Site site) const override;

 private:
  SourceLocation resolve(Site site) const;
  const DebugModule* module_of(const std::string& file, std::uintptr_t base) const;
  const SourceFrame* users_frame(const std::vector<SourceFrame>& frames) const;
  bool in_library(const SourceFrame& frame) const;
  /// The folder of the checkout that the file is in; null if it is in none.
  const std::filesystem::path* checkout_folder(const std::filesystem::path& file) const;
  void locate_in_checkout(const std::vector<SourceFrame>& frames, const SourceFrame* users,
                          SourceLocation& location) const;

  std::filesystem::path program_root_;
  std::vector<std::filesystem::path> library_roots_;
  std::vector<std::filesystem::path> checkout_folders_;
  mutable std::unordered_map<Site, SourceLocation> known_;
  mutable std::map<std::string, std::unique_ptr<DebugModule>> modules_;  ///< by file
};

}  // namespace npusim::traces
