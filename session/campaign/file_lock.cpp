// SPDX-License-Identifier: Apache-2.0
#include "session/campaign/file_lock.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "models/arch/input_error.h"

namespace npusim::session {

FileLock::FileLock(FileLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

bool FileLock::take(const std::filesystem::path& file) {
  release();
  file_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file_ < 0) {
    throw InputError(file.string(), "", "a file that can be written", std::strerror(errno),
                     "check the folder's rights and the space on the disk");
  }
  int status = 0;
  while ((status = flock(file_, LOCK_EX | LOCK_NB)) != 0 && errno == EINTR) {
  }
  if (status == 0) return true;
  const int error = errno;
  release();
  if (error == EWOULDBLOCK) return false;
  throw InputError(file.string(), "", "a file system with locks (flock)", std::strerror(error),
                   "mount it with locks, or choose a folder on another one");
}

void FileLock::release() {
  if (file_ >= 0) close(std::exchange(file_, -1));
}

}  // namespace npusim::session
