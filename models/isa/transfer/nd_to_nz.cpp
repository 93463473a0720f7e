// SPDX-License-Identifier: Apache-2.0
// Rows of GM into boxes of L1, 32 bytes of a row in each (intrinsics.md 2.5). The last box of a row
// is filled up with zeros.
#include <cstring>

#include "models/arch/check.h"
#include "models/isa/joined_span.h"
#include "models/isa/transfer/gm_transfers.h"

namespace npusim::isa {
namespace {

bool moves(const NdToNz& load) { return load.matrices > 0 && load.rows > 0 && load.columns > 0; }

std::uint32_t row_bytes(const NdToNz& load) { return load.columns * size_bytes(load.dtype); }
std::uint32_t boxes(const NdToNz& load) {
  return (row_bytes(load) + kBlockBytes - 1) / kBlockBytes;
}

std::int64_t matrix_stride(const NdToNz& load) {
  return std::int64_t{load.dst_matrix_stride} * size_bytes(load.dtype);
}
std::int64_t box_stride(const NdToNz& load) {
  return std::int64_t{load.dst_box_stride} * kBlockBytes;
}
std::int64_t row_stride(const NdToNz& load) {
  return std::int64_t{load.dst_row_stride} * kBlockBytes;
}

}  // namespace

MemSpace local_space(const NdToNz&) { return MemSpace::L1; }

GmRows gm_rows(const NdToNz& load) {
  if (!moves(load)) return {};
  const std::int64_t size = size_bytes(load.dtype);
  Span span = contiguous(load.gm_address, row_bytes(load));
  span.runs = load.rows;
  span.run_stride = load.rows > 1 ? load.src_row_stride * size : 0;
  span.groups = load.matrices;
  span.group_stride = load.matrices > 1 ? load.src_matrix_stride * size : 0;
  return {span};
}

void footprint(const NdToNz& load, std::vector<Footprint>& out) {
  for (const Span& rows : gm_rows(load)) out.push_back({MemSpace::GM, false, rows});
  if (!moves(load)) return;
  if (load.dst_row_stride == 1) {  // a column of boxes is contiguous
    out.push_back({MemSpace::L1, true,
                   joined_span(load.l1_address, load.rows * kBlockBytes, boxes(load),
                               box_stride(load), load.matrices, matrix_stride(load))});
    return;
  }
  for (std::uint32_t matrix = 0; matrix < load.matrices; ++matrix) {
    const std::uint64_t address =
        load.l1_address + static_cast<std::uint64_t>(matrix_stride(load) * std::int64_t{matrix});
    out.push_back({MemSpace::L1, true,
                   joined_span(address, kBlockBytes, load.rows, row_stride(load), boxes(load),
                               box_stride(load))});
  }
}

void land(const NdToNz& load, std::uint32_t first, std::uint32_t count, const std::uint8_t* rows,
          Bytes local) {
  const std::uint32_t bytes = row_bytes(load);
  const std::int64_t stride = box_stride(load);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t matrix = (first + i) / load.rows, row = (first + i) % load.rows;
    const std::uint8_t* const source = rows + std::size_t{i} * bytes;
    std::uint8_t* box = local.data + load.l1_address + matrix_stride(load) * std::int64_t{matrix} +
                        row_stride(load) * std::int64_t{row};
    std::uint32_t at = 0;
    for (; at + kBlockBytes <= bytes; at += kBlockBytes, box += stride) {
      std::memcpy(box, source + at, kBlockBytes);
    }
    if (at < bytes) {
      std::memcpy(box, source + at, bytes - at);
      std::memset(box + (bytes - at), 0, kBlockBytes - (bytes - at));
    }
  }
}

ByteRange landing_range(const NdToNz&, std::uint32_t, std::uint32_t, const ByteRange& all) {
  return all;
}

AtomicMode gm_mode(const NdToNz& load) { return {AtomicOperation::None, load.dtype}; }

void gather(const NdToNz&, std::uint32_t, std::uint32_t, const LocalMemories&, std::uint8_t*) {
  NPUSIM_CHECK(!"a store");
}

}  // namespace npusim::isa
