// SPDX-License-Identifier: Apache-2.0
// A lock on a file that ends with the process that has it, however that ends.
#pragma once

#include <filesystem>

namespace npusim::session {

class FileLock {
 public:
  /// Locks nothing.
  FileLock() = default;
  ~FileLock() { release(); }
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;

  /// Makes the file if there is none. Without effect, and false, if another process has the lock.
  /// Throws InputError if the file cannot be opened or its file system has no locks (flock).
  bool take(const std::filesystem::path& file);

  /// Children that were forked meanwhile keep the lock until they end too.
  void release();

 private:
  int file_ = -1;
};

}  // namespace npusim::session
