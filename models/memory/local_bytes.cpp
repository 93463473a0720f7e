// SPDX-License-Identifier: Apache-2.0
#include "models/memory/local_bytes.h"

#include <algorithm>
#include <new>

#include <sys/mman.h>

#include "models/arch/check.h"

#ifndef MADV_POPULATE_WRITE  // Linux 5.14, younger than Debian 12's C library headers
#define MADV_POPULATE_WRITE 23
#endif

namespace npusim {

LocalBytes::LocalBytes(std::uint64_t size) : size_(size) {
  NPUSIM_CHECK(size <= 64 * kChunkBytes);
  void* const memory = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  data_ = static_cast<std::uint8_t*>(memory);
}

LocalBytes::~LocalBytes() { munmap(data_, size_); }

void LocalBytes::prepare_chunks(const Interval& range) {
  const std::uint64_t begin = range.begin / kChunkBytes * kChunkBytes;
  const std::uint64_t end =
      std::min((range.end + kChunkBytes - 1) / kChunkBytes * kChunkBytes, size_);
  // A system that cannot do it faults the pages in, as ever.
  if (begin < end) madvise(data_ + begin, end - begin, MADV_POPULATE_WRITE);
  prepared_ |= chunks_of(range);
}

}  // namespace npusim
