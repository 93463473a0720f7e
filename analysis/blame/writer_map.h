// SPDX-License-Identifier: Apache-2.0
// Who wrote each 4 bytes last, over all memories of the machine.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "analysis/race/span_blocks.h"
#include "models/arch/mem_space.h"
#include "models/arch/span.h"
#include "models/arch/topology.h"

namespace npusim::analysis {

class WriterMap {
 public:
  /// A writer's number; 0 stands for nobody.
  using Writer = std::uint32_t;

  /// Memory `space` of `core`; the core does not matter for GM.
  void write(MemSpace space, CoreId core, const Span& span, Writer writer);
  /// Calls `visit` with the writers of the span's bytes, each time the writer changes.
  template <typename Visit>
  void read(MemSpace space, CoreId core, const Span& span, Visit&& visit) const {
    Writer last_seen = 0;
    const auto see = [&](Writer writer) {
      if (writer == last_seen) return;
      if (writer != 0) visit(writer);
      last_seen = writer;
    };
    for_each_page_part(span, [&](std::uint64_t begin, std::uint64_t end) {
      const Page* const page = find_page(space, core, begin / kPageBytes);
      if (page == nullptr) return;
      if (page->each == nullptr) return see(page->all);
      const std::uint64_t last = (end - 1) % kPageBytes / kGranuleBytes;
      for (std::uint64_t i = begin % kPageBytes / kGranuleBytes; i <= last; ++i) {
        see((*page->each)[i]);
      }
    });
  }

 private:
  static constexpr std::uint64_t kGranuleBytes = 4;
  static constexpr std::uint64_t kPageBytes = 512;
  /// Most pages have one writer: rows and tiles are written whole.
  struct Page {
    using Each = std::array<Writer, kPageBytes / kGranuleBytes>;
    Writer all = 0;
    std::unique_ptr<Each> each;  ///< by granule, where they differ
  };

  /// Calls body(begin, end) for the part of each page that the span touches.
  template <typename Body>
  static void for_each_page_part(const Span& span, Body&& body) {
    for_each_piece(span, [&](std::uint64_t begin, std::uint64_t end) {
      while (begin < end) {
        const std::uint64_t stop = std::min(end, (begin / kPageBytes + 1) * kPageBytes);
        body(begin, stop);
        begin = stop;
      }
    });
  }

  Page& page(MemSpace space, CoreId core, std::uint64_t number);
  /// Null if nobody has written there.
  const Page* find_page(MemSpace space, CoreId core, std::uint64_t number) const;

  static std::uint64_t page_key(MemSpace space, CoreId core, std::uint64_t number);
  static std::size_t local_pages(MemSpace space) {
    return (capacity_bytes(space) + kPageBytes - 1) / kPageBytes;
  }

  std::array<std::vector<Page>, kCoreCount * kMemSpaceCount> local_;  ///< whole memories, once used
  /// GM, and what lies beyond a local memory's end, by page_key; looked up, never iterated.
  std::unordered_map<std::uint64_t, Page> pages_;
};

}  // namespace npusim::analysis
