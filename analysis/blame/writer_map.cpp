// SPDX-License-Identifier: Apache-2.0
#include "analysis/blame/writer_map.h"

namespace npusim::analysis {

std::uint64_t WriterMap::page_key(MemSpace space, CoreId core, std::uint64_t number) {
  constexpr unsigned kCoreShift = 48, kSpaceShift = 56;
  const std::uint64_t owner = space == MemSpace::GM ? 0 : core;
  return number | owner << kCoreShift | static_cast<std::uint64_t>(space) << kSpaceShift;
}

WriterMap::Page& WriterMap::page(MemSpace space, CoreId core, std::uint64_t number) {
  if (number >= local_pages(space)) return pages_[page_key(space, core, number)];
  std::vector<Page>& pages = local_[core * kMemSpaceCount + static_cast<unsigned>(space)];
  if (pages.empty()) pages.resize(local_pages(space));
  return pages[number];
}

const WriterMap::Page* WriterMap::find_page(MemSpace space, CoreId core,
                                            std::uint64_t number) const {
  if (number >= local_pages(space)) {
    const auto found = pages_.find(page_key(space, core, number));
    return found == pages_.end() ? nullptr : &found->second;
  }
  const std::vector<Page>& pages = local_[core * kMemSpaceCount + static_cast<unsigned>(space)];
  return pages.empty() ? nullptr : &pages[number];
}

void WriterMap::write(MemSpace space, CoreId core, const Span& span, Writer writer) {
  for_each_page_part(span, [&](std::uint64_t begin, std::uint64_t end) {
    Page& written = page(space, core, begin / kPageBytes);
    if (end - begin == kPageBytes) {
      written.all = writer;
      written.each.reset();
      return;
    }
    if (written.each == nullptr) {
      if (written.all == writer) return;
      written.each = std::make_unique<Page::Each>();
      written.each->fill(written.all);
    }
    const std::uint64_t first = begin % kPageBytes / kGranuleBytes;
    const std::uint64_t last = (end - 1) % kPageBytes / kGranuleBytes;
    std::fill(written.each->begin() + static_cast<std::ptrdiff_t>(first),
              written.each->begin() + static_cast<std::ptrdiff_t>(last) + 1, writer);
  });
}

}  // namespace npusim::analysis
