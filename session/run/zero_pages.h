// SPDX-License-Identifier: Apache-2.0
// Memory of zeros, of which only what is touched is there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>

#include <sys/mman.h>

namespace npusim::session {

class ZeroPages {
 public:
  /// Throws std::bad_alloc.
  explicit ZeroPages(std::uint64_t bytes)
      : bytes_(bytes),
        data_(mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {
    if (data_ == MAP_FAILED) throw std::bad_alloc();
  }
  ~ZeroPages() { munmap(data_, bytes_); }
  ZeroPages(const ZeroPages&) = delete;
  ZeroPages& operator=(const ZeroPages&) = delete;
  std::byte* data() const { return static_cast<std::byte*>(data_); }

 private:
  std::uint64_t bytes_;
  void* data_;
};

}  // namespace npusim::session
