// SPDX-License-Identifier: Apache-2.0
// Shared objects by the hash of everything that went into them.
//
//   recipe = hash(format, compiler's identity, flags, path and bytes of the source)
//   <recipe>.deps   the headers that the last build of the recipe read, one path a line
//   key    = hash(recipe, path and bytes of each of these headers)
//   <key>.so        the result
//
// So looking up a result hashes a few sources and runs nothing. What it cannot see: a new header
// that would be found earlier on the include path, and changed system headers under the same
// compiler and C library; remove the directory then. Files are written under another name and
// renamed: several processes may share a cache. What a file should hold is noted beside it, and
// checked before it is used (cache_directory.h).
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sim/build/compiler.h"

namespace npusim {

class BuildCache {
 public:
  BuildCache(std::filesystem::path directory, const Compiler& compiler);

  struct Result {
    std::filesystem::path shared_object;
    bool from_cache = false;
    std::vector<std::string> headers = {};  ///< every one that the source includes
  };
  /// Returns the shared object of a source, building it if there is none. May be called from
  /// several threads. `defines` are "NAME=VALUE". Throws BuildError.
  Result get(const std::filesystem::path& source, SourceKind kind,
             const std::vector<std::filesystem::path>& include_dirs,
             const std::vector<std::string>& defines = {});

  const std::filesystem::path& directory() const { return directory_; }

 private:
  std::string recipe_of(const std::filesystem::path& source, const std::vector<std::string>& flags);
  /// None if a header has gone.
  std::optional<std::string> key_of(const std::string& recipe,
                                    const std::vector<std::string>& headers);
  std::optional<std::string> file_digest(const std::filesystem::path& file);

  std::filesystem::path directory_;
  const Compiler& compiler_;
  std::mutex mutex_;  ///< guards file_digests_
  std::map<std::filesystem::path, std::string> file_digests_;
};

}  // namespace npusim
