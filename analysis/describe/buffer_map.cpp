// SPDX-License-Identifier: Apache-2.0
#include "analysis/describe/buffer_map.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

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

/// The box from the first to the last element; the flat range where that is no box.
std::string slice_text(const BufferMap::Buffer& buffer, std::uint64_t begin, std::uint64_t end) {
  const std::uint64_t size = size_bytes(buffer.dtype);
  const std::uint64_t first = (begin - buffer.address) / size;
  const std::uint64_t last = (end - 1 - buffer.address) / size;
  const std::vector<std::uint64_t> low = index_of(first, buffer.shape);
  const std::vector<std::uint64_t> high = index_of(last, buffer.shape);
  for (std::size_t d = 0; d < low.size(); ++d) {
    if (high[d] < low[d]) return fmt::format("{}.flat[{}:{}]", buffer.name, first, last + 1);
  }
  std::string text;
  for (std::size_t d = 0; d < low.size(); ++d) {
    if (d > 0) text += ", ";
    text +=
        low[d] == high[d] ? fmt::format("{}", low[d]) : fmt::format("{}:{}", low[d], high[d] + 1);
  }
  return low.empty() ? fmt::format("{}[{}:{}]", buffer.name, first, last + 1)
                     : fmt::format("{}[{}]", buffer.name, text);
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

/// "x[8:10, 0:64], beyond its 8 rows" for bytes behind a tensor, so far as its shape goes on; empty
/// if no tensor ends within reach below.
std::string BufferMap::beyond_text(std::uint64_t begin, std::uint64_t end) const {
  constexpr std::uint64_t kReach = 1 << 20;
  const auto after = buffers_.upper_bound(begin);
  if (after == buffers_.begin()) return "";
  const Buffer& below = std::prev(after)->second;
  if (begin < below.end() || begin - below.end() > kReach || below.shape.empty()) return "";
  return fmt::format("{}, beyond its {} row{}", slice_text(below, begin, end), below.shape[0],
                     below.shape[0] == 1 ? "" : "s");
}

std::string BufferMap::range_text(MemSpace space, const Span& span, TaskIndex user) const {
  const std::uint64_t begin = span.lowest(), end = span.end();
  if (space != MemSpace::GM) return fmt::format("{}[{}, {})", name(space), begin, end);
  const Buffer* const buffer = find(begin, user);
  if (buffer == nullptr) {
    const std::string beyond = beyond_text(begin, end);
    return beyond.empty() ? fmt::format("GM[{:#x}, {:#x})", begin, end) : beyond;
  }
  if (end > buffer->end()) {
    return fmt::format("{} and {} bytes beyond its end", slice_text(*buffer, begin, buffer->end()),
                       end - buffer->end());
  }
  return slice_text(*buffer, begin, end);
}

}  // namespace npusim::analysis
