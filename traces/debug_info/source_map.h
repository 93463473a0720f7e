// SPDX-License-Identifier: Apache-2.0
// Sites of the running process to source lines, from the DWARF of the shared objects it has loaded.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <unordered_map>

#include "models/arch/source_lookup.h"
#include "traces/debug_info/debug_module.h"

namespace npusim::traces {

/// For one run and one thread: shared objects must not be unloaded while it lives. Each site is
/// resolved once.
///
/// A site is a return address, so the place is that of the byte before it. Of the functions inlined
/// there, the innermost that is the user's counts: one whose file lies in the program; else one
/// that is neither of the library nor of the system.
class SourceMap : public SourceLookup {
 public:
  /// Files below `program_root` come out relative to it. `library_root` is where the pto headers
  /// are, whose frames are never the user's.
  SourceMap(std::filesystem::path program_root, std::filesystem::path library_root);
  ~SourceMap() override;

  SourceLocation locate(Site site) const override;

 private:
  SourceLocation resolve(Site site) const;
  const DebugModule* module_of(const std::string& file, std::uintptr_t base) const;
  const SourceFrame* users_frame(const std::vector<SourceFrame>& frames) const;

  std::filesystem::path program_root_;
  std::filesystem::path library_root_;
  mutable std::unordered_map<Site, SourceLocation> known_;
  mutable std::map<std::string, std::unique_ptr<DebugModule>> modules_;  ///< by file
};

}  // namespace npusim::traces
