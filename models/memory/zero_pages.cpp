// SPDX-License-Identifier: Apache-2.0
#include "models/memory/zero_pages.h"

#include <new>

#include <sys/mman.h>

namespace npusim {

ZeroPages::ZeroPages(std::uint64_t bytes)
    : size_(bytes),
      data_(mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {
  if (data_ == MAP_FAILED) throw std::bad_alloc();
}

ZeroPages::~ZeroPages() { munmap(data_, size_); }

}  // namespace npusim
