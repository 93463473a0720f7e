// SPDX-License-Identifier: Apache-2.0
#include "models/memory/local_bytes.h"

#include <algorithm>

#include <sys/mman.h>

#include "models/arch/check.h"

#ifndef MADV_POPULATE_WRITE  // Linux 5.14, younger than Debian 12's C library headers
#define MADV_POPULATE_WRITE 23
#endif

namespace npusim {

LocalBytes::LocalBytes(std::uint64_t size) : pages_(size) {
  NPUSIM_CHECK(size <= 64 * kChunkBytes);
}

void LocalBytes::prepare_chunks(const Interval& range) {
  const std::uint64_t begin = range.begin / kChunkBytes * kChunkBytes;
  const std::uint64_t end =
      std::min((range.end + kChunkBytes - 1) / kChunkBytes * kChunkBytes, size());
  // A system that cannot do it faults the pages in, as ever.
  if (begin < end) madvise(data() + begin, end - begin, MADV_POPULATE_WRITE);
  prepared_ |= chunks_of(range);
}

}  // namespace npusim
