// SPDX-License-Identifier: Apache-2.0
// A loaded shared object. It stays loaded to the end of the process: to unload it would run the
// program's destructors, which could end the process before it has told what it found.
#pragma once

#include <filesystem>
#include <string>

namespace npusim {

class SharedLibrary {
 public:
  SharedLibrary() = default;
  /// Loads with all symbols resolved at once. `source` is the file that messages name. Throws
  /// BuildError that names a symbol nobody has: a misspelt function, or one that is not modelled.
  SharedLibrary(const std::filesystem::path& shared_object, const std::filesystem::path& source);

  /// The address of a C symbol. Throws BuildError if the source does not define it.
  void* symbol(const std::string& name) const;
  /// The same; nullptr if the source does not define it.
  void* find_symbol(const std::string& name) const;
  explicit operator bool() const { return handle_ != nullptr; }
  const std::filesystem::path& path() const { return path_; }
  const std::filesystem::path& source() const { return source_; }

 private:
  void* handle_ = nullptr;
  std::filesystem::path path_;
  std::filesystem::path source_;
};

}  // namespace npusim
