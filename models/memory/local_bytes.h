// SPDX-License-Identifier: Apache-2.0
// The bytes of one local memory: zeros that cost nothing until they are written.
#pragma once

#include <cstdint>

#include "models/memory/local_effect.h"
#include "models/memory/zero_pages.h"

namespace npusim {

class LocalBytes {
 public:
  /// Throws std::bad_alloc.
  explicit LocalBytes(std::uint64_t size);

  std::uint8_t* data() const { return static_cast<std::uint8_t*>(pages_.data()); }
  std::uint64_t size() const { return pages_.size(); }

  /// `range` is about to be written: has the system provide its pages in one go, which is several
  /// times cheaper than a page fault each.
  void prepare(const Interval& range) {
    if (range.begin < range.end && (chunks_of(range) & ~prepared_) != 0) prepare_chunks(range);
  }

 private:
  static constexpr std::uint64_t kChunkBytes = 32 * 1024;

  /// A bit for each chunk that `range` touches.
  static std::uint64_t chunks_of(const Interval& range) {
    const std::uint64_t first = range.begin / kChunkBytes, last = (range.end - 1) / kChunkBytes;
    return (~std::uint64_t{0} >> (63 - (last - first))) << first;
  }
  void prepare_chunks(const Interval& range);

  ZeroPages pages_;
  std::uint64_t prepared_ = 0;  ///< bit c: chunk c has its pages
};

}  // namespace npusim
