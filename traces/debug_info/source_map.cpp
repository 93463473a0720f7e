// SPDX-License-Identifier: Apache-2.0
#include "traces/debug_info/source_map.h"

#include <algorithm>
#include <utility>

#include <dlfcn.h>

namespace npusim::traces {
namespace {

bool is_below(const std::filesystem::path& path, const std::filesystem::path& root) {
  return !root.empty() &&
         std::mismatch(path.begin(), path.end(), root.begin(), root.end()).second == root.end();
}

/// Absolute, and without a slash at the end, so that is_below compares whole components.
std::filesystem::path normal_root(const std::filesystem::path& root) {
  if (root.empty()) return root;
  std::filesystem::path path = std::filesystem::absolute(root).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

}  // namespace

SourceMap::SourceMap(std::filesystem::path program_root,
                     std::vector<std::filesystem::path> library_roots,
                     std::vector<std::filesystem::path> checkout_folders)
    : program_root_(normal_root(program_root)),
      library_roots_(std::move(library_roots)),
      checkout_folders_(std::move(checkout_folders)) {
  for (std::filesystem::path& root : library_roots_) root = normal_root(root);
  for (std::filesystem::path& folder : checkout_folders_) folder = normal_root(folder);
}

SourceMap::~SourceMap() = default;

SourceLocation SourceMap::locate(Site site) const {
  if (site == nullptr) return {};
  const auto [entry, is_new] = known_.try_emplace(site);
  if (is_new) entry->second = resolve(site);
  return entry->second;
}

SourceLocation SourceMap::resolve(Site site) const {
  Dl_info info = {};
  SourceLocation location;
  if (dladdr(site, &info) == 0 || info.dli_fname == nullptr) return location;
  const std::string file = info.dli_fname;
  location.module = std::filesystem::path(file).filename().string();
  if (info.dli_sname != nullptr) location.function = info.dli_sname;
  const DebugModule* module = module_of(file, reinterpret_cast<std::uintptr_t>(info.dli_fbase));
  const std::vector<SourceFrame> frames =
      module->frames_at(reinterpret_cast<std::uintptr_t>(site) - 1);
  const SourceFrame* const frame = users_frame(frames);
  if (frame == nullptr) return location;
  const std::filesystem::path source = frame->file;
  location.file = is_below(source, program_root_)
                      ? source.lexically_relative(program_root_).generic_string()
                      : source.generic_string();
  location.line = frame->line;
  if (!frame->function.empty()) location.function = frame->function;
  locate_in_checkout(frames, frame, location);
  return location;
}

const DebugModule* SourceMap::module_of(const std::string& file, std::uintptr_t base) const {
  std::unique_ptr<DebugModule>& module = modules_[file];
  if (!module) module = std::make_unique<DebugModule>(file, base);
  return module.get();
}

bool SourceMap::in_library(const SourceFrame& frame) const {
  return checkout_folder(frame.file) != nullptr ||
         std::ranges::any_of(library_roots_, [&](const std::filesystem::path& root) {
           return is_below(frame.file, root);
         });
}

const std::filesystem::path* SourceMap::checkout_folder(const std::filesystem::path& file) const {
  const auto folder = std::ranges::find_if(
      checkout_folders_,
      [&](const std::filesystem::path& candidate) { return is_below(file, candidate); });
  return folder == checkout_folders_.end() ? nullptr : &*folder;
}

void SourceMap::locate_in_checkout(const std::vector<SourceFrame>& frames, const SourceFrame* users,
                                   SourceLocation& location) const {
  for (auto frame = frames.begin(); &*frame != users; ++frame) {
    const std::filesystem::path* const folder = checkout_folder(frame->file);
    if (folder == nullptr) continue;
    if (location.library_file.empty()) {
      location.library_file = frame->file.lexically_relative(*folder).generic_string();
      location.library_line = frame->line;
    }
    location.library_call = frame->function.substr(0, frame->function.find('<'));
  }
}

const SourceFrame* SourceMap::users_frame(const std::vector<SourceFrame>& frames) const {
  if (frames.empty()) return nullptr;
  auto frame = std::ranges::find_if(frames, [&](const SourceFrame& candidate) {
    return is_below(candidate.file, program_root_) && !in_library(candidate);
  });
  if (frame == frames.end()) {
    frame = std::ranges::find_if(frames, [&](const SourceFrame& candidate) {
      return !in_library(candidate) && !is_below(candidate.file, "/usr");
    });
  }
  return frame == frames.end() ? &frames.back() : &*frame;
}

}  // namespace npusim::traces
