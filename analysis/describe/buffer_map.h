// SPDX-License-Identifier: Apache-2.0
// Which stretch of GM is which tensor: run arguments and blocks of the heap ring, which have
// several owners one after the other.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "analysis/result/access_site.h"
#include "models/arch/event.h"

namespace npusim::analysis {

class BufferMap {
 public:
  struct Buffer {
    std::string name;
    TaskIndex owner = kNoTask;
    std::uint64_t address = 0;
    std::uint64_t bytes = 0;
    DType dtype = DType::UINT8;
    std::vector<std::uint32_t> shape;
    bool heap = false;
    bool released = false;  ///< its memory may be used again
    std::uint64_t end() const { return address + bytes; }
  };

  void on_buffer(const BufferEvent& event);

  /// The buffer that contains the byte, released ones too, or contained it when `user` was
  /// submitted (kNoTask: now); null if none does.
  const Buffer* find(std::uint64_t address, TaskIndex user = kNoTask) const;
  bool empty() const { return buffers_.empty(); }

  /// The stretch in the names that the memory had for `user` (kNoTask: has now).
  NamedRange range_of(MemSpace space, const Span& span, TaskIndex user = kNoTask) const;

 private:
  const Buffer* reached_over(std::uint64_t begin) const;

  std::map<std::uint64_t, Buffer> buffers_;  ///< by address
  std::vector<Buffer> replaced_;             ///< heap blocks of the past, the oldest first
};

}  // namespace npusim::analysis
