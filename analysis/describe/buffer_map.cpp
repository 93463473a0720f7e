// SPDX-License-Identifier: Apache-2.0
#include "analysis/describe/buffer_map.h"

#include <algorithm>
#include <vector>

namespace npusim::analysis {
namespace {

std::vector<std::uint64_t> index_of(std::uint64_t element,
                                    const std::vector<std::uint32_t>& shape) {
  std::vector<std::uint64_t> index(shape.size());
  for (std::size_t d = shape.size(); d-- > 0;) {
    const std::uint64_t extent = std::max<std::uint32_t>(shape[d], 1);
    index[d] = d == 0 ? element : element % extent;
    element /= extent;
  }
  return index;
}

/// The box from the first to the last element; none where those span no box.
NamedRange::Index box_of(const std::vector<std::uint64_t>& low,
                         const std::vector<std::uint64_t>& high) {
  NamedRange::Index box;
  for (std::size_t d = 0; d < low.size(); ++d) {
    if (high[d] < low[d]) return {};
    box.emplace_back(low[d], high[d] + 1);
  }
  return box;
}

/// Names [begin, end), which is in the buffer or, as its shape goes on, behind it.
void name_slice(NamedRange& range, const BufferMap::Buffer& buffer, std::uint64_t begin,
                std::uint64_t end) {
  const std::uint64_t size = size_bytes(buffer.dtype);
  const std::uint64_t first = (begin - buffer.address) / size;
  const std::uint64_t last = (end - 1 - buffer.address) / size;
  range.tensor = buffer.name;
  range.has_shape = !buffer.shape.empty();
  range.elements = {first, last + 1};
  range.box = box_of(index_of(first, buffer.shape), index_of(last, buffer.shape));
}

}  // namespace

void BufferMap::on_buffer(const BufferEvent& event) {
  if (event.kind == BufferEvent::Kind::HeapReleased) {
    const auto found = buffers_.find(event.address);
    if (found != buffers_.end()) found->second.released = true;
    return;
  }
  // New memory takes the place of whatever was there.
  auto at = buffers_.upper_bound(event.address);
  if (at != buffers_.begin() && std::prev(at)->second.end() > event.address) --at;
  while (at != buffers_.end() && at->first < event.address + event.bytes) {
    if (at->second.heap) replaced_.push_back(std::move(at->second));
    at = buffers_.erase(at);
  }
  Buffer buffer{event.name,  event.owner, event.address, event.bytes,
                event.dtype, event.shape, false,         false};
  buffer.heap = event.kind == BufferEvent::Kind::HeapAllocated;
  buffers_.emplace(event.address, std::move(buffer));
}

const BufferMap::Buffer* BufferMap::find(std::uint64_t address, TaskIndex user) const {
  auto after = buffers_.upper_bound(address);
  if (after == buffers_.begin()) return nullptr;
  const Buffer* const now = &std::prev(after)->second;
  if (address >= now->end()) return nullptr;
  if (!now->heap || now->owner <= user) return now;
  const auto then =
      std::find_if(replaced_.rbegin(), replaced_.rend(), [&](const Buffer& candidate) {
        return candidate.owner <= user && address >= candidate.address && address < candidate.end();
      });
  return then == replaced_.rend() ? now : &*then;
}

/// The tensor that ends within reach below: it is the one whose end was not respected. Null if
/// there is none.
const BufferMap::Buffer* BufferMap::reached_over(std::uint64_t begin) const {
  constexpr std::uint64_t kReach = 1 << 20;
  const auto after = buffers_.upper_bound(begin);
  if (after == buffers_.begin()) return nullptr;
  const Buffer& below = std::prev(after)->second;
  const bool within = begin >= below.end() && begin - below.end() <= kReach;
  return within && !below.shape.empty() ? &below : nullptr;
}

NamedRange BufferMap::range_of(MemSpace space, const Span& span, TaskIndex user) const {
  NamedRange range;
  range.space = space;
  range.begin = span.lowest();
  range.end = span.end();
  if (space != MemSpace::GM) return range;
  if (const Buffer* const buffer = find(range.begin, user)) {
    name_slice(range, *buffer, range.begin, std::min(range.end, buffer->end()));
    if (range.end > buffer->end()) range.bytes_beyond = range.end - buffer->end();
  } else if (const Buffer* const below = reached_over(range.begin)) {
    name_slice(range, *below, range.begin, range.end);
    range.beyond_rows = below->shape[0];
  }
  return range;
}

}  // namespace npusim::analysis
