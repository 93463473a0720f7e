// SPDX-License-Identifier: Apache-2.0
// Memory of its own that holds zeros and costs nothing until it is written: the heap would fill it
// first.
#pragma once

#include <cstdint>

namespace npusim {

class ZeroPages {
 public:
  /// Throws std::bad_alloc.
  explicit ZeroPages(std::uint64_t bytes);
  ~ZeroPages();
  ZeroPages(const ZeroPages&) = delete;
  ZeroPages& operator=(const ZeroPages&) = delete;

  void* data() const { return data_; }
  std::uint64_t size() const { return size_; }

 private:
  std::uint64_t size_;
  void* data_;
};

}  // namespace npusim
