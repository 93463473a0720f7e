// SPDX-License-Identifier: Apache-2.0
#include "session/trace/trace_outputs_diff.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "session/run/zero_pages.h"
#include "traces/arrays/array_file.h"

namespace npusim::session {
namespace {

std::vector<traces::DataArray> outputs_of(const traces::TraceReader& trace) {
  std::vector<traces::DataArray> outputs;
  for (const traces::DataArray& array : trace.info().header.arrays) {
    if (array.group == "outputs") outputs.push_back(array);
  }
  return outputs;
}

std::uint64_t bytes_of(const traces::DataArray& array) {
  std::uint64_t bytes = size_bytes(array.dtype);
  for (const std::uint64_t extent : array.shape) bytes *= extent;
  return bytes;
}

struct Differences {
  std::uint64_t first_byte = 0;
  std::uint64_t elements = 0;
};

std::optional<Differences> compare(const std::byte* a, const std::byte* b,
                                   const std::vector<ByteRange>& ranges, unsigned element_bytes) {
  std::optional<Differences> found;
  for (const ByteRange& range : ranges) {
    const std::uint64_t begin = range.begin / element_bytes * element_bytes;
    for (std::uint64_t at = begin; at < range.end; at += element_bytes) {
      if (std::memcmp(a + at, b + at, element_bytes) == 0) continue;
      if (!found) {
        found = Differences{at, 0};
        while (a[found->first_byte] == b[found->first_byte]) ++found->first_byte;
      }
      ++found->elements;
    }
  }
  return found;
}

/// "kv[3, 0, 17]"
std::string element_text(const traces::DataArray& array, std::uint64_t element) {
  std::vector<std::uint64_t> index(array.shape.size());
  for (std::size_t d = array.shape.size(); d-- > 0;) {
    index[d] = element % array.shape[d];
    element /= array.shape[d];
  }
  return fmt::format("{}[{}]", array.name, fmt::join(index, ", "));
}

/// The element's bits, most significant first.
std::string bits_text(const std::byte* element, unsigned bytes) {
  std::string text = "0x";
  for (unsigned i = bytes; i-- > 0;)
    text += fmt::format("{:02x}", std::to_integer<int>(element[i]));
  return text;
}

std::string compare_output(const std::array<std::string, 2>& files,
                           const traces::DataArray& array) {
  const std::string dataset = fmt::format("{}/{}", array.group, array.name);
  const std::uint64_t bytes = bytes_of(array);
  const ZeroPages a(bytes), b(bytes);
  std::vector<ByteRange> ranges = traces::read_array(files[0], dataset, a.data());
  const std::vector<ByteRange> others = traces::read_array(files[1], dataset, b.data());
  ranges.insert(ranges.end(), others.begin(), others.end());
  const unsigned size = size_bytes(array.dtype);
  const auto found = compare(a.data(), b.data(), merged_ranges(std::move(ranges)), size);
  if (!found) return "";
  const std::uint64_t at = found->first_byte / size * size;
  return fmt::format(
      "First output byte that differs: byte {} of {}, in {} ({}): {} | {}; {} of {} elements "
      "differ\n",
      found->first_byte, array.name, element_text(array, at / size), name(array.dtype),
      bits_text(a.data() + at, size), bits_text(b.data() + at, size), found->elements,
      bytes / size);
}

}  // namespace

OutputsDiff diff_outputs(const std::array<std::string, 2>& files, const traces::TraceReader& a,
                         const traces::TraceReader& b) {
  const std::vector<traces::DataArray> left = outputs_of(a);
  const std::vector<traces::DataArray> right = outputs_of(b);
  OutputsDiff diff;
  if (left.empty() && right.empty()) return diff;
  if (left.empty() || right.empty()) {
    diff.text = fmt::format("The outputs are in {} only (--trace-data): not compared.\n",
                            left.empty() ? "B" : "A");
    return diff;
  }
  if (!a.info().outcome.complete || !b.info().outcome.complete) {
    diff.text = "A run was killed before its outputs were written: not compared.\n";
    return diff;
  }
  for (const traces::DataArray& array : left) {
    if (std::ranges::find(right, array) == right.end()) {
      diff.text += fmt::format("B has no output {} of this type and shape.\n", array.name);
      diff.differ = true;
      continue;
    }
    diff.text += compare_output(files, array);
  }
  diff.differ = !diff.text.empty();
  if (!diff.differ) diff.text = fmt::format("All {} outputs are the same bytes.\n", left.size());
  return diff;
}

}  // namespace npusim::session
