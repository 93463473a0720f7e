// SPDX-License-Identifier: Apache-2.0
// TSORT32: blocks of 32 values with their indices; a last block that is not full is filled up with
// NaNs in tmp. TMRGSORT: merges sorted lists of such pairs. TGATHERB: blocks by byte offset.
#include <algorithm>

#include "models/arch/small_float.h"
#include "pto/expand/expanders.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

constexpr std::uint32_t kSorted = 32;         ///< values of a repeat
constexpr std::uint32_t kPairBytes = 8;       ///< value and index
constexpr std::uint32_t kTmpElements = 8160;  ///< more of a row is sorted piece by piece

class Sort {
 public:
  Sort(const TileCall& call, Issuer& front_end)
      : unit_(call, front_end),
        dst_(call.tile[0]),
        src_(call.tile[1]),
        index_(call.tile[2]),
        tmp_(call.tile[3].address),
        size_(size_bytes(dst_.dtype)),
        repeats_(cols_of(src_) / kSorted),
        rest_(cols_of(src_) % kSorted) {}

  void run() {
    unit_.require_plain_rows({&dst_, &src_, &index_});
    unit_.require(is_float(dst_.dtype), npusim::name(dst_.dtype), "float32, float16");
    const bool filled_up = unit_.call().tile_count > 3 && rest_ != 0;
    for (std::uint32_t row = 0; row < rows_of(dst_); ++row) {
      const std::uint64_t source = row_address(src_, row);
      const std::uint64_t indices =
          index_.address + (index_.valid_rows == 1 ? 0 : std::uint64_t{row} * pitch_bytes(index_));
      if (!filled_up) {
        sort(row_address(dst_, row), source, indices, repeats_);
      } else if (cols_of(src_) <= kTmpElements) {
        fill_up(source, repeats_ * kSorted + rest_, repeats_);
        sort(row_address(dst_, row), tmp_, indices, repeats_ + 1);
        unit_.full_mask();
      } else {
        sort(row_address(dst_, row), source, indices, repeats_);
        fill_up(source + offset(repeats_, size_), rest_, 0);
        sort(row_address(dst_, row) + offset(repeats_, kPairBytes), tmp_,
             indices + offset(repeats_, 4), 1);
        unit_.full_mask();
      }
    }
  }

 private:
  static std::uint64_t offset(std::uint32_t repeats, unsigned bytes) {
    return std::uint64_t{repeats} * kSorted * bytes;
  }

  /// `elements` of a row into tmp, NaNs behind them to the end of repeat `last`.
  void fill_up(std::uint64_t source, std::uint32_t elements, std::uint32_t last) {
    unit_.copy(tmp_, source, 1, blocks_for(std::uint64_t{elements} * size_));
    unit_.barrier();
    unit_.front_end().set_mask({false, 0, ~((std::uint64_t{1} << rest_) - 1) & 0xFFFFFFFFu});
    const std::uint64_t nan = dst_.dtype == DType::FLOAT16 ? 0x7E00u : 0x7FC00000u;
    unit_.fill(dst_.dtype, operand(tmp_ + offset(last, size_), 1, 8), nan);
    unit_.barrier();
  }

  /// At most 255 repeats at a time.
  void sort(std::uint64_t dst, std::uint64_t values, std::uint64_t indices, std::uint32_t repeats) {
    SortInstruction instruction;
    instruction.dtype = dst_.dtype;
    for (std::uint32_t first = 0; first == 0 || first < repeats; first += kMaxRepeats) {
      instruction.dst = dst + offset(first, kPairBytes);
      instruction.values = values + offset(first, size_);
      instruction.indices = indices + offset(first, 4);
      instruction.repeats = std::min<std::uint32_t>(repeats - first, kMaxRepeats);
      unit_.issue(instruction);
      unit_.barrier();
    }
  }

  VectorUnit unit_;
  const TileRef& dst_;
  const TileRef& src_;
  const TileRef& index_;
  std::uint64_t tmp_;
  unsigned size_;
  std::uint32_t repeats_, rest_;
};

}  // namespace

void sort32(const TileCall& call, Issuer& front_end) { Sort(call, front_end).run(); }

/// With mode 0 the merge of a tile's groups of four lists (mode: elements of a list), or, of lists
/// in tiles, into tmp; with mode -1 the copy from there.
void merge_sorted(const TileCall& call, Issuer& front_end) {
  VectorUnit unit(call, front_end);
  const TileRef& dst = call.tile[0];
  const unsigned size = size_bytes(dst.dtype);
  unit.require(is_float(dst.dtype), npusim::name(dst.dtype), "float32, float16");
  if (call.mode[0] < 0) {
    unit.barrier();
    return unit.copy(dst.address, call.tile[1].address, 1,
                     blocks_for(std::uint64_t{cols_of(dst)} * size));
  }
  MergeInstruction merge;
  merge.dtype = dst.dtype;
  if (call.mode[0] > 0) {
    const auto elements = static_cast<std::uint32_t>(call.mode[0]);
    const std::uint32_t pairs = elements * size / kPairBytes;
    merge.dst = dst.address;
    merge.repeats = (cols_of(call.tile[1]) / (elements * 4)) & 0xFF;
    for (unsigned i = 0; i < 4; ++i) {
      merge.lists[i] = call.tile[1].address + std::uint64_t{i} * pairs * kPairBytes;
      merge.lengths[i] = static_cast<std::uint16_t>(pairs);
    }
    return unit.issue(merge);
  }
  merge.dst = call.tile[1].address;
  merge.stop_at_exhaustion = call.mode[1] != 0;
  const unsigned lists = call.tile_count - 2u;
  merge.valid_lists = static_cast<std::uint8_t>((1u << lists) - 1);
  for (unsigned i = 0; i < lists; ++i) {
    merge.lists[i] = call.tile[2 + i].address;
    merge.lengths[i] = static_cast<std::uint16_t>(cols_of(call.tile[2 + i]) * size / kPairBytes);
  }
  unit.issue(merge);
}

/// A repeat of blocks at a time along each row, then the rest of all rows.
void gather_blocks(const TileCall& call, Issuer& front_end) {
  VectorUnit unit(call, front_end);
  const TileRef& dst = call.tile[0];
  const TileRef& offsets = call.tile[2];
  unit.require_plain_rows({&dst, &call.tile[1], &offsets});
  const unsigned size = size_bytes(dst.dtype);
  unit.require(size <= 4, npusim::name(dst.dtype), "types of 1, 2 or 4 bytes");
  const std::uint32_t lanes = lanes_of(dst.dtype), whole = cols_of(dst) / lanes;
  GatherInstruction gather;
  gather.opcode = Opcode::VGATHERB;
  gather.dtype = size == 4 ? DType::UINT32 : DType::UINT16;
  gather.base = call.tile[1].address;
  const auto issue = [&](std::uint32_t row, std::uint32_t repeat, std::uint32_t repeats,
                         std::uint32_t dst_repeat) {
    gather.repeats = repeats;
    gather.dst = operand(row_address(dst, row, repeat * lanes), 1, dst_repeat);
    gather.offsets = row_address(offsets, row, repeat * (kRepeatBytes / kBlockBytes));
    unit.issue(gather);
  };
  const std::uint32_t rows = rows_of(dst);
  for (std::uint32_t row = 0; row < rows; ++row) {
    for (std::uint32_t first = 0; first < whole; first += kMaxRepeats) {
      issue(row, first, std::min<std::uint32_t>(whole - first, kMaxRepeats), 8);
    }
  }
  if (cols_of(dst) % lanes == 0) return;
  for (std::uint32_t row = 0; row < rows; row += kMaxRepeats) {
    issue(row, whole, std::min<std::uint32_t>(rows - row, kMaxRepeats), pitch_blocks(dst));
  }
}

}  // namespace npusim::library::expanders
