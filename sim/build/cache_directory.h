// SPDX-License-Identifier: Apache-2.0
// The directory of what npusim keeps between runs. Shared objects in it are code that will run, so
// it belongs to one user: only that user reaches it, and what is in it is checked before it is
// used.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace npusim {

/// $NPUSIM_CACHE, else ~/.cache/npusim of this user (the home that the system knows, without HOME).
std::filesystem::path cache_directory();

/// Makes it, for this user alone. Throws BuildError if it belongs to another or others may write in
/// it.
void prepare_cache_directory(const std::filesystem::path& directory);

/// The file's bytes, if they are those that were noted when it was written.
std::optional<std::string> read_checked(const std::filesystem::path& file);
/// Notes that `file` will hold what `content` does, beside it.
void note_content(const std::filesystem::path& content, const std::filesystem::path& file);
/// Writes `file` under another name first, notes what it holds, and renames. Throws
/// std::runtime_error.
void write_checked(const std::filesystem::path& file, std::string_view bytes);

/// A name next to `file` that no other process or thread uses.
std::filesystem::path temporary_name(const std::filesystem::path& file);

struct CacheSummary {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t removed = 0;
};
CacheSummary summarize_cache(const std::filesystem::path& directory);
/// Removes everything that is npusim's.
CacheSummary clear_cache(const std::filesystem::path& directory);
/// Removes what killed builds left, and the oldest results beyond the limit ($NPUSIM_CACHE_SIZE, in
/// MiB; 2048).
CacheSummary trim_cache(const std::filesystem::path& directory);

}  // namespace npusim
