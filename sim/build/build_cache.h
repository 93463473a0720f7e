// SPDX-License-Identifier: Apache-2.0
// Shared objects by the hash of everything that went into them.
//
//   recipe = hash(format, compiler's identity, flags, path and bytes of the source)
//   <recipe>.deps   the headers that the last build of the recipe read, one path a line
//   key    = hash(recipe, path and bytes of each of these headers)
//   <key>.so        the result
//
// Openings (source_opening.h) are kept the same way, as <key>.h and the compiler's <key>.h.gch;
// what is compiled with one is what would be compiled without, so they are in no key.
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

/// A source, and how it is compiled.
struct BuildRequest {
  std::filesystem::path source;
  SourceKind kind = SourceKind::AivKernel;
  std::vector<std::filesystem::path> include_dirs;
  std::vector<std::string> defines;  ///< "NAME=VALUE"
  bool launches_alone = false;       ///< without what no launch of the unit reaches
};

/// How sources begin that are compiled with the same flags.
struct Opening {
  std::string text;  ///< source_opening()
  std::vector<std::string> flags;
  auto operator<=>(const Opening&) const = default;
};

/// All functions but the constructor may be called from several threads, and throw BuildError.
class BuildCache {
 public:
  BuildCache(std::filesystem::path directory, const Compiler& compiler);

  struct Result {
    std::filesystem::path shared_object;
    bool from_cache = false;
    std::vector<std::string> headers = {};  ///< every one that the source includes
  };
  /// The shared object of a source, if there is one.
  std::optional<Result> find(const BuildRequest& request);
  /// The same, building it if there is none.
  Result get(const BuildRequest& request);

  /// None if the source has none, or the compiler cannot precompile.
  std::optional<Opening> opening_of(const BuildRequest& request);
  /// Precompiles an opening, if that has not been done: later calls of get() are faster with it.
  void precompile(const Opening& opening);

  const std::filesystem::path& directory() const { return directory_; }

 private:
  std::string recipe_of(const std::filesystem::path& source, const std::vector<std::string>& flags);
  std::optional<Result> find(const std::string& recipe, const std::string& extension);
  Result keep(const std::filesystem::path& source, const std::string& recipe,
              const std::filesystem::path& built, std::vector<std::string> headers,
              const std::string& extension);
  std::optional<Result> precompiled(const Opening& opening);
  /// None if a header has gone.
  std::optional<std::string> key_of(const std::string& recipe,
                                    const std::vector<std::string>& headers);
  std::optional<std::string> file_digest(const std::filesystem::path& file);

  std::filesystem::path directory_;
  const Compiler& compiler_;
  std::mutex mutex_;  ///< guards what follows
  std::map<std::filesystem::path, std::string> file_digests_;
  std::map<Opening, std::optional<Result>> openings_;  ///< as far as looked for
};

}  // namespace npusim
