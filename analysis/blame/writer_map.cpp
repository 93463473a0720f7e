// SPDX-License-Identifier: Apache-2.0
#include "analysis/blame/writer_map.h"

#include <algorithm>

#include "analysis/race/span_blocks.h"

namespace npusim::analysis {
namespace {

/// Calls body(begin, end) for the part of each page that the span touches.
template <typename Body>
void for_each_page_part(const Span& span, std::uint64_t page_bytes, Body body) {
  for_each_piece(span, [&](std::uint64_t begin, std::uint64_t end) {
    while (begin < end) {
      const std::uint64_t stop = std::min(end, (begin / page_bytes + 1) * page_bytes);
      body(begin, stop);
      begin = stop;
    }
  });
}

}  // namespace

std::uint64_t WriterMap::page_key(MemSpace space, CoreId core, std::uint64_t address) {
  constexpr unsigned kCoreShift = 48, kSpaceShift = 56;
  const std::uint64_t owner = space == MemSpace::GM ? 0 : core;
  return address / kPageBytes | owner << kCoreShift |
         static_cast<std::uint64_t>(space) << kSpaceShift;
}

void WriterMap::write(MemSpace space, CoreId core, const Span& span, Writer writer) {
  for_each_page_part(span, kPageBytes, [&](std::uint64_t begin, std::uint64_t end) {
    Page& page = pages_[page_key(space, core, begin)];
    if (end - begin == kPageBytes) {
      page.all = writer;
      page.each.reset();
      return;
    }
    if (page.each == nullptr) {
      if (page.all == writer) return;
      page.each = std::make_unique<Page::Each>();
      page.each->fill(page.all);
    }
    const std::uint64_t first = begin % kPageBytes / kGranuleBytes;
    const std::uint64_t last = (end - 1) % kPageBytes / kGranuleBytes;
    std::fill(page.each->begin() + static_cast<std::ptrdiff_t>(first),
              page.each->begin() + static_cast<std::ptrdiff_t>(last) + 1, writer);
  });
}

void WriterMap::read(MemSpace space, CoreId core, const Span& span,
                     const std::function<void(Writer)>& visit) const {
  Writer last_seen = 0;
  const auto see = [&](Writer writer) {
    if (writer != last_seen && writer != 0) visit(writer);
    last_seen = writer;
  };
  for_each_page_part(span, kPageBytes, [&](std::uint64_t begin, std::uint64_t end) {
    const auto page = pages_.find(page_key(space, core, begin));
    if (page == pages_.end()) return;
    if (page->second.each == nullptr) return see(page->second.all);
    const std::uint64_t last = (end - 1) % kPageBytes / kGranuleBytes;
    for (std::uint64_t i = begin % kPageBytes / kGranuleBytes; i <= last; ++i) {
      see((*page->second.each)[i]);
    }
  });
}

}  // namespace npusim::analysis
