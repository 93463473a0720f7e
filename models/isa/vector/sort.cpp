// SPDX-License-Identifier: Apache-2.0
// VBITSORT and VMRGSORT4: pairs of a value (low 4 bytes; float16: low 2) and an index (high 4), in
// descending order of the values (intrinsics.md 2.3.8). Equal values keep their order: the lower
// position, the lower list first. A NaN counts as an infinity of its sign (not documented).
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

#include "models/isa/vector/lane_element.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

constexpr unsigned kSorted = 32;  ///< elements of a repeat
constexpr unsigned kPairBytes = 8;
constexpr unsigned kIndexBytes = 4;
constexpr unsigned kLists = 4;

float order_of(DType type, const std::uint8_t* value) {
  const float number = float_at(type, value);
  if (!std::isnan(number)) return number;
  return std::copysign(std::numeric_limits<float>::infinity(), number);
}

bool is_valid(const MergeInstruction& instruction, unsigned list) {
  return (instruction.valid_lists >> list & 1u) != 0;
}

unsigned length_of(const MergeInstruction& instruction, unsigned list) {
  return is_valid(instruction, list) ? instruction.lengths[list] : 0;
}

/// Pairs of all lists: how far a repeat is from the next.
unsigned pairs_of(const MergeInstruction& instruction) {
  unsigned pairs = 0;
  for (unsigned list = 0; list < kLists; ++list) pairs += length_of(instruction, list);
  return pairs;
}

using Taken = std::array<std::uint16_t, kLists>;

bool any_exhausted(const MergeInstruction& instruction, const Taken& taken) {
  for (unsigned list = 0; list < kLists; ++list) {
    if (is_valid(instruction, list) && taken[list] == instruction.lengths[list]) return true;
  }
  return false;
}

/// The list whose next pair comes first; kLists if all are empty.
unsigned next_list(const MergeInstruction& instruction,
                   const std::array<const std::uint8_t*, kLists>& lists, const Taken& taken) {
  unsigned best = kLists;
  float largest = 0;
  for (unsigned list = 0; list < kLists; ++list) {
    if (taken[list] == length_of(instruction, list)) continue;
    const float value = order_of(instruction.dtype, lists[list] + taken[list] * kPairBytes);
    if (best == kLists || value > largest) {
      best = list;
      largest = value;
    }
  }
  return best;
}

/// One repeat's merge; visit(pair) for each of the result, in order.
template <typename Visit>
Taken merge(const MergeInstruction& instruction, Bytes ub, std::uint64_t skipped, Visit visit) {
  std::array<const std::uint8_t*, kLists> lists;
  for (unsigned list = 0; list < kLists; ++list) {
    lists[list] = ub.data + instruction.lists[list] + skipped;
  }
  Taken taken{};
  for (unsigned pair = 0; pair < pairs_of(instruction); ++pair) {
    if (instruction.stop_at_exhaustion && any_exhausted(instruction, taken)) break;
    const unsigned list = next_list(instruction, lists, taken);
    visit(lists[list] + taken[list]++ * kPairBytes);
  }
  return taken;
}

void add_lists(const MergeInstruction& instruction, std::vector<Footprint>& out) {
  if (instruction.dtype != DType::FLOAT32 && instruction.dtype != DType::FLOAT16) {
    not_modelled(instruction, "values are float32 or float16");
  }
  const auto& lengths = instruction.lengths;
  if (instruction.repeats > 1 &&
      (instruction.valid_lists != 15 || instruction.stop_at_exhaustion ||
       std::any_of(lengths.begin(), lengths.end(),
                   [&](std::uint16_t length) { return length != lengths[0]; }))) {
    not_modelled(instruction, "repeats need four lists of one length and no stop");
  }
  for (unsigned list = 0; list < kLists; ++list) {
    add_rows(instruction.lists[list], length_of(instruction, list) * kPairBytes,
             instruction.repeats, std::int64_t{pairs_of(instruction)} * kPairBytes, false, out);
  }
}

}  // namespace

void execute_repeat(const SortInstruction& instruction, const RepeatContext& context) {
  const unsigned size = size_bytes(instruction.dtype);
  const std::uint64_t first = std::uint64_t{context.repeat} * kSorted;
  const std::uint8_t* const values = context.ub.data + instruction.values + first * size;
  const std::uint8_t* const indices = context.ub.data + instruction.indices + first * kIndexBytes;
  std::array<float, kSorted> order;
  for (unsigned i = 0; i < kSorted; ++i) order[i] = order_of(instruction.dtype, values + i * size);
  std::array<unsigned, kSorted> position;
  std::iota(position.begin(), position.end(), 0u);
  std::stable_sort(position.begin(), position.end(),
                   [&](unsigned a, unsigned b) { return order[a] > order[b]; });
  std::uint8_t* target =
      context.out.add(instruction.dst + first * kPairBytes, kSorted * kPairBytes);
  for (const unsigned i : position) {
    std::memcpy(target, values + i * size, size);
    std::memcpy(target + kPairBytes - kIndexBytes, indices + i * kIndexBytes, kIndexBytes);
    target += kPairBytes;
  }
}

void footprint(const SortInstruction& instruction, std::vector<Footprint>& out) {
  if (instruction.dtype != DType::FLOAT32 && instruction.dtype != DType::FLOAT16) {
    not_modelled(instruction, "values are float32 or float16");
  }
  const unsigned value_bytes = kSorted * size_bytes(instruction.dtype);
  add_rows(instruction.values, value_bytes, instruction.repeats, value_bytes, false, out);
  add_rows(instruction.indices, kSorted * kIndexBytes, instruction.repeats, kSorted * kIndexBytes,
           false, out);
  add_rows(instruction.dst, kSorted * kPairBytes, instruction.repeats, kSorted * kPairBytes, true,
           out);
}

void execute_repeat(const MergeInstruction& instruction, const RepeatContext& context) {
  const std::uint64_t skipped = std::uint64_t{context.repeat} * pairs_of(instruction) * kPairBytes;
  ByteBuffer merged;
  const Taken taken = merge(instruction, context.ub, skipped, [&](const std::uint8_t* pair) {
    merged.insert(merged.end(), pair, pair + kPairBytes);
  });
  context.state.merged = 0;
  for (unsigned list = 0; list < kLists; ++list) {
    context.state.merged |= std::uint64_t{taken[list]} << (16 * list);
  }
  if (merged.empty()) return;
  const auto bytes = static_cast<std::uint32_t>(merged.size());
  std::memcpy(context.out.add_unfilled(instruction.dst + skipped, bytes), merged.data(), bytes);
}

/// A merge that stops at the end of a list may write less.
void footprint(const MergeInstruction& instruction, std::vector<Footprint>& out) {
  add_lists(instruction, out);
  const std::uint32_t bytes = pairs_of(instruction) * kPairBytes;
  add_rows(instruction.dst, bytes, instruction.repeats, bytes, true, out);
}

void footprint(const MergeInstruction& instruction, const DataView& data,
               std::vector<Footprint>& out) {
  const std::size_t before = out.size();
  add_lists(instruction, out);
  const bool inside =
      std::all_of(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(),
                  [&](const Footprint& access) { return access.span.end() <= data.ub.size; });
  if (!instruction.stop_at_exhaustion || instruction.repeats == 0 || !inside) {
    out.resize(before);
    return footprint(instruction, out);
  }
  std::uint32_t bytes = 0;
  merge(instruction, data.ub, 0, [&](const std::uint8_t*) { bytes += kPairBytes; });
  add_rows(instruction.dst, bytes, 1, 0, true, out);
}

}  // namespace npusim::isa
