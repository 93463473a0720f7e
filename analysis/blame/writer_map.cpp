// SPDX-License-Identifier: Apache-2.0
#include "analysis/blame/writer_map.h"

#include <algorithm>

namespace npusim::analysis {
namespace {

/// Calls `body` with each contiguous piece of the span: address and bytes.
template <typename Body>
void for_each_run(const Span& span, Body body) {
  for (std::uint32_t group = 0; group < span.groups; ++group) {
    for (std::uint32_t run = 0; run < span.runs; ++run) {
      body(span.address + static_cast<std::uint64_t>(span.group_stride * std::int64_t{group} +
                                                     span.run_stride * std::int64_t{run}),
           span.run_bytes);
    }
  }
}

}  // namespace

std::uint64_t WriterMap::page_key(MemSpace space, CoreId core, std::uint64_t address) {
  constexpr unsigned kCoreShift = 48, kSpaceShift = 56;
  const std::uint64_t owner = space == MemSpace::GM ? 0 : core;
  return address / kPageBytes | owner << kCoreShift |
         static_cast<std::uint64_t>(space) << kSpaceShift;
}

void WriterMap::write(MemSpace space, CoreId core, const Span& span, Writer writer) {
  for_each_run(span, [&](std::uint64_t address, std::uint64_t bytes) {
    const std::uint64_t end = address + bytes;
    while (address < end) {
      const std::uint64_t page_end = (address / kPageBytes + 1) * kPageBytes;
      const std::uint64_t stop = std::min(end, page_end);
      Page& page = pages_.try_emplace(page_key(space, core, address), Page{}).first->second;
      const std::uint64_t first = address % kPageBytes / kGranuleBytes;
      const std::uint64_t last = (stop - 1) % kPageBytes / kGranuleBytes;
      std::fill(page.begin() + static_cast<std::ptrdiff_t>(first),
                page.begin() + static_cast<std::ptrdiff_t>(last) + 1, writer);
      address = stop;
    }
  });
}

void WriterMap::read(MemSpace space, CoreId core, const Span& span,
                     const std::function<void(Writer)>& visit) const {
  Writer last_seen = 0;
  for_each_run(span, [&](std::uint64_t address, std::uint64_t bytes) {
    const std::uint64_t end = address + bytes;
    while (address < end) {
      const std::uint64_t page_end = (address / kPageBytes + 1) * kPageBytes;
      const std::uint64_t stop = std::min(end, page_end);
      const auto page = pages_.find(page_key(space, core, address));
      if (page != pages_.end()) {
        const std::uint64_t last = (stop - 1) % kPageBytes / kGranuleBytes;
        for (std::uint64_t i = address % kPageBytes / kGranuleBytes; i <= last; ++i) {
          const Writer writer = page->second[i];
          if (writer != last_seen && writer != 0) visit(writer);
          last_seen = writer;
        }
      }
      address = stop;
    }
  });
}

}  // namespace npusim::analysis
