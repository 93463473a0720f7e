// SPDX-License-Identifier: Apache-2.0
// Bursts between GM and UB or L1 (intrinsics.md 2.4, 2.5).
//
// A row of an align load in UB: left pad, data, right pad, and the rest of the last block. With
// pads all but the data holds MOV_PAD_VAL. Without, the rest is not the program's to read
// (intrinsics.md 7, question 7): the DMA is said to repeat the burst's first element there.
#include <algorithm>
#include <cstring>
#include <string>

#include "models/isa/joined_span.h"
#include "models/isa/transfer/gm_transfers.h"

namespace npusim::isa {
namespace {

/// pad_t of copy_gm_to_cbuf: `kept` bytes out of every `from` become `to` bytes.
struct PadMode {
  std::uint32_t from, kept, to;
};
constexpr PadMode kPadModes[] = {{32, 32, 32}, {1, 1, 32}, {1, 1, 16}, {2, 2, 16},  {4, 4, 16},
                                 {8, 8, 16},   {32, 4, 4}, {32, 8, 8}, {32, 16, 16}};

bool is_load(const GmCopy& copy) { return info(copy.opcode).pipe == Pipe::MTE2; }
bool moves(const GmCopy& copy) { return copy.bursts > 0 && copy.burst_bytes > 0; }
bool has_pads(const GmCopy& copy) { return copy.left_pad > 0 || copy.right_pad > 0; }

/// Bytes of a row in local memory.
struct LocalRow {
  std::uint32_t left, data, right;
  std::uint32_t rest;  ///< up to the end of the last block
  std::uint32_t total() const { return left + data + right + rest; }
};

LocalRow local_row(const GmCopy& copy) {
  LocalRow row{0, copy.burst_bytes, 0, 0};
  if (copy.opcode == Opcode::COPY_GM_TO_L1) {
    const PadMode& mode = kPadModes[copy.pad_mode];
    row.data = copy.burst_bytes / mode.from * mode.to;
  } else if (copy.align) {
    row.left = copy.left_pad * size_bytes(copy.dtype);
    if (is_load(copy)) {
      row.right = copy.right_pad * size_bytes(copy.dtype);
      row.rest = (kBlockBytes - row.total() % kBlockBytes) % kBlockBytes;
    }
  }
  return row;
}

/// From row to row. Modes that widen or pack data keep the gap between rows, which local_stride
/// gives for unchanged ones.
std::int64_t row_stride(const GmCopy& copy) {
  return copy.local_stride + (local_row(copy).data - std::int64_t{copy.burst_bytes});
}

std::uint64_t row_address(const GmCopy& copy, std::uint32_t row) {
  return copy.local_address + static_cast<std::uint64_t>(row_stride(copy) * std::int64_t{row});
}

void fill(std::uint8_t* target, std::uint32_t bytes, const void* element, unsigned size) {
  for (std::uint32_t at = 0; at < bytes; at += size) {
    std::memcpy(target + at, element, std::min<std::uint32_t>(size, bytes - at));
  }
}

void land_padded(const GmCopy& copy, const std::uint8_t* burst, std::uint8_t* target) {
  const PadMode& mode = kPadModes[copy.pad_mode];
  for (std::uint32_t at = 0; at + mode.from <= copy.burst_bytes; at += mode.from) {
    std::memcpy(target, burst + at, mode.kept);
    fill(target + mode.kept, mode.to - mode.kept, &copy.pad_bits, 1);
    target += mode.to;
  }
}

void land_aligned(const GmCopy& copy, const std::uint8_t* burst, std::uint8_t* target) {
  const LocalRow row = local_row(copy);
  const unsigned size = size_bytes(copy.dtype);
  const void* const filling =
      has_pads(copy) ? static_cast<const void*>(&copy.pad_bits) : static_cast<const void*>(burst);
  const unsigned filling_size = std::min<std::uint32_t>(size, copy.burst_bytes);
  fill(target, row.left, filling, filling_size);
  std::memcpy(target + row.left, burst, row.data);
  fill(target + row.left + row.data, row.right + row.rest, filling, filling_size);
}

Span rows_span(std::uint64_t address, std::uint32_t bytes, const GmCopy& copy) {
  return joined_span(address, bytes, copy.bursts, row_stride(copy));
}

}  // namespace

MemSpace local_space(const GmCopy& copy) {
  const bool ub = copy.opcode == Opcode::COPY_GM_TO_UB || copy.opcode == Opcode::COPY_UB_TO_GM;
  return ub ? MemSpace::UB : MemSpace::L1;
}

GmRows gm_rows(const GmCopy& copy) {
  if (!moves(copy)) return {};
  Span span = contiguous(copy.gm_address, copy.burst_bytes);
  span.runs = copy.bursts;
  span.run_stride = copy.bursts > 1 ? copy.gm_stride : 0;
  return {span};
}

void footprint(const GmCopy& copy, std::vector<Footprint>& out) {
  if (copy.pad_mode >= std::size(kPadModes)) {
    throw NotModelled(std::string(info(copy.opcode).name) + " with pad mode " +
                      std::to_string(copy.pad_mode) + ": there are modes 0 to 8");
  }
  if (!moves(copy)) return;
  const bool load = is_load(copy);
  for (const Span& span : gm_rows(copy)) out.push_back({MemSpace::GM, !load, span});
  const LocalRow row = local_row(copy);
  const MemSpace space = local_space(copy);
  if (!load) {
    out.push_back({space, false, rows_span(copy.local_address + row.left, row.data, copy)});
  } else if (row.rest == 0 || has_pads(copy)) {
    out.push_back({space, true, rows_span(copy.local_address, row.total(), copy)});
  } else {
    out.push_back({space, true, rows_span(copy.local_address, row.data, copy)});
    out.push_back({space, true, rows_span(copy.local_address + row.data, row.rest, copy), true});
  }
}

void land(const GmCopy& copy, std::uint32_t first, std::uint32_t count, const std::uint8_t* rows,
          Bytes local) {
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint8_t* const burst = rows + std::size_t{i} * copy.burst_bytes;
    std::uint8_t* const target = local.data + row_address(copy, first + i);
    if (copy.opcode == Opcode::COPY_GM_TO_L1 && copy.pad_mode != 0) {
      land_padded(copy, burst, target);
    } else {
      land_aligned(copy, burst, target);
    }
  }
}

ByteRange landing_range(const GmCopy& copy, std::uint32_t first, std::uint32_t count,
                        const ByteRange&) {
  const std::uint64_t a = row_address(copy, first), b = row_address(copy, first + count - 1);
  return {std::min(a, b), std::max(a, b) + local_row(copy).total()};
}

AtomicMode gm_mode(const GmCopy& copy) {
  return {copy.atomic.operation,
          copy.atomic.operation == AtomicOperation::None ? copy.dtype : copy.atomic.dtype};
}

void gather(const GmCopy& copy, std::uint32_t first, std::uint32_t count,
            const LocalMemories& memories, std::uint8_t* rows) {
  const std::uint8_t* const local = memories[local_space(copy)].data + local_row(copy).left;
  for (std::uint32_t i = 0; i < count; ++i) {
    std::memcpy(rows + std::size_t{i} * copy.burst_bytes, local + row_address(copy, first + i),
                copy.burst_bytes);
  }
}

}  // namespace npusim::isa
