// SPDX-License-Identifier: Apache-2.0
// TLOAD and TSTORE: one DMA instruction for each of the three outer dimensions' combinations
// (tile-isa.md section 3.2).
#include <bit>
#include <limits>

#include "models/arch/small_float.h"
#include "models/isa/expansion/families.h"

namespace npusim::isa {
namespace {

using port::GlobalLayout;
using port::InnerLayout;
using port::OuterLayout;
using port::TileLoc;

/// The rows of a global tensor, and where a tile has them: ND by rows, DN by columns.
struct Rows {
  std::int64_t count, elements;       ///< of one outer combination
  std::int64_t stride;                ///< elements from row to row
  std::int64_t pitch;                 ///< elements from row to row in the tile
};

Rows rows_of(const port::GlobalRef& global, const port::TileRef& tile) {
  if (global.layout == GlobalLayout::DN) {
    return {global.shape[4], global.shape[3], global.stride[4], tile.rows};
  }
  return {global.shape[3], global.shape[4], global.stride[3], tile.cols};
}

/// Calls `body` with the GM address and the tile's first row of each outer combination.
template <typename Body>
void for_each_outer(const port::GlobalRef& global, const Rows& rows, Body body) {
  const unsigned bytes = size_bytes(global.dtype);
  std::int64_t first_row = 0;
  for (std::int64_t i = 0; i < global.shape[0]; ++i) {
    for (std::int64_t j = 0; j < global.shape[1]; ++j) {
      for (std::int64_t k = 0; k < global.shape[2]; ++k) {
        const std::int64_t offset =
            i * global.stride[0] + j * global.stride[1] + k * global.stride[2];
        body(global.address + static_cast<std::uint64_t>(offset * bytes), first_row);
        first_row += rows.count;
      }
    }
  }
}

/// The pad value's bits (tile-isa.md section 2.1); public numbers: 1 zero, 2 max, 3 min, bit 32 and
/// 32 bits of pattern: custom.
std::uint64_t pad_bits(const port::TileRef& tile) {
  constexpr std::uint64_t kZero = 1, kMax = 2, kMin = 3;
  if (tile.pad_value == kZero) return 0;
  if (tile.pad_value != kMax && tile.pad_value != kMin) return tile.pad_value & 0xFFFFFFFFu;
  const bool max = tile.pad_value == kMax;
  switch (tile.dtype) {
    case DType::FLOAT32:
      return max ? 0x7F800000u : 0xFF800000u;
    case DType::FLOAT16:
      return max ? 0x7C00u : 0xFC00u;
    case DType::BFLOAT16:
      return max ? 0x7F80u : 0xFF80u;
    case DType::UINT8:
    case DType::UINT16:
    case DType::UINT32:
    case DType::UINT64:
      return max ? ~std::uint64_t{0} : 0;
    case DType::INT8:
    case DType::INT16:
    case DType::INT32:
    case DType::INT64: {
      const std::uint64_t sign = std::uint64_t{1} << (8 * size_bytes(tile.dtype) - 1);
      return max ? sign - 1 : sign;
    }
  }
  return 0;
}

Transfer linear(const port::GlobalRef& global, const port::TileRef& tile, const Rows& rows,
                MemSpace space, std::uint64_t gm_address, std::int64_t first_row) {
  const unsigned bytes = size_bytes(global.dtype);
  Transfer transfer;
  transfer.local_space = space;
  transfer.gm_address = gm_address;
  transfer.gm_type = global.dtype;
  transfer.local_type = tile.dtype;
  transfer.bursts = static_cast<std::uint32_t>(rows.count);
  transfer.burst_bytes = static_cast<std::uint32_t>(rows.elements * bytes);
  transfer.gm_stride = rows.stride * bytes;
  transfer.local_stride = rows.pitch * bytes;
  transfer.local_address =
      tile.address + static_cast<std::uint64_t>(first_row * transfer.local_stride);
  return transfer;
}

void issue(Opcode opcode, const Transfer& transfer, Issuer& front_end) {
  if (transfer.bursts == 0 || transfer.burst_bytes == 0) return;
  Instruction instruction;
  instruction.opcode = opcode;
  instruction.dtype = transfer.gm_type;
  instruction.src_dtype = transfer.local_type;
  instruction.transfer = transfer;
  front_end.issue(instruction);
}

bool same_orientation(const port::GlobalRef& global, const port::TileRef& tile) {
  // A column tile [N, 1] of an ND tensor of one column, and the like, are the same bytes.
  const bool columns = tile.outer == OuterLayout::ColMajor;
  return (global.layout == GlobalLayout::DN) == columns;
}

/// A NoneBox tile whose rows are dense columns of one element is one row to the DMA.
void move_plain(const port::TileCall& call, Opcode opcode, MemSpace space, bool pad,
                Issuer& front_end) {
  const port::TileRef& tile = call.tile[0];
  if (call.global.layout == GlobalLayout::NZ || call.global.layout == GlobalLayout::Other) {
    not_modelled(call, front_end, "of this global layout with an unboxed tile");
  }
  if (!same_orientation(call.global, tile) && tile.cols != 1 && tile.rows != 1) {
    not_modelled(call, front_end, "between a row-major and a column-major layout");
  }
  Rows rows = rows_of(call.global, tile);
  if (!same_orientation(call.global, tile)) rows.pitch = 1;
  for_each_outer(call.global, rows, [&](std::uint64_t address, std::int64_t first_row) {
    Transfer transfer = linear(call.global, tile, rows, space, address, first_row);
    transfer.pad = pad && tile.pad_value != 0;
    if (transfer.pad) transfer.pad_bits = pad_bits(tile);
    transfer.atomic_add = opcode == Opcode::COPY_UB_TO_GM && call.mode[0] != 0;
    issue(opcode, transfer, front_end);
  });
}

void load_boxed(const port::TileCall& call, Issuer& front_end) {
  const port::TileRef& tile = call.tile[0];
  const port::GlobalRef& global = call.global;
  const bool nz = tile.outer == OuterLayout::ColMajor && tile.inner == InnerLayout::RowMajor;
  const bool zn = tile.outer == OuterLayout::RowMajor && tile.inner == InnerLayout::ColMajor;
  const bool from_rows = global.layout == GlobalLayout::ND && nz;
  const bool from_columns = global.layout == GlobalLayout::DN && zn;
  if (!from_rows && !from_columns) not_modelled(call, front_end, "into this layout of L1");
  if (global.shape[0] * global.shape[1] * global.shape[2] != 1) {
    not_modelled(call, front_end, "of more than two dimensions into boxes");
  }
  Transfer transfer = linear(global, tile, rows_of(global, tile), MemSpace::L1, global.address, 0);
  transfer.layout = from_rows ? TransferLayout::NdToNz : TransferLayout::DnToZn;
  transfer.local_stride = 0;
  transfer.local_rows = static_cast<std::uint32_t>(from_rows ? tile.rows : tile.cols);
  issue(Opcode::COPY_GM_TO_L1_ND2NZ, transfer, front_end);
}

void store_accumulator(const port::TileCall& call, Issuer& front_end) {
  const port::TileRef& tile = call.tile[0];
  if (call.global.layout != GlobalLayout::ND) {
    not_modelled(call, front_end, "of an accumulator in another layout than ND");
  }
  if (call.global.shape[0] * call.global.shape[1] * call.global.shape[2] != 1) {
    not_modelled(call, front_end, "of an accumulator in more than two dimensions");
  }
  const Rows rows = rows_of(call.global, tile);
  Transfer transfer =
      linear(call.global, tile, rows, MemSpace::L0C, call.global.address, 0);
  transfer.layout = TransferLayout::NzToNd;
  transfer.local_stride = 0;
  transfer.local_rows = static_cast<std::uint32_t>(tile.rows);
  transfer.atomic_add = call.mode[0] != 0;
  transfer.relu = call.mode[1] != 0;
  issue(Opcode::COPY_L0C_TO_GM, transfer, front_end);
}

}  // namespace

void expand_load(const port::TileCall& call, Issuer& front_end) {
  const port::TileRef& tile = call.tile[0];
  if (tile.loc == TileLoc::Vec) {
    move_plain(call, Opcode::COPY_GM_TO_UB, MemSpace::UB, true, front_end);
  } else if (tile.loc != TileLoc::Mat) {
    not_modelled(call, front_end, "into this memory");
  } else if (tile.inner == InnerLayout::NoneBox) {
    move_plain(call, Opcode::COPY_GM_TO_L1, MemSpace::L1, false, front_end);
  } else {
    load_boxed(call, front_end);
  }
}

void expand_store(const port::TileCall& call, Issuer& front_end) {
  const port::TileRef& tile = call.tile[0];
  if (call.tile_count > 1) not_modelled(call, front_end, "with a quantisation tile");
  if (tile.loc == TileLoc::Vec) {
    move_plain(call, Opcode::COPY_UB_TO_GM, MemSpace::UB, false, front_end);
  } else if (tile.loc == TileLoc::Acc) {
    store_accumulator(call, front_end);
  } else if (tile.loc == TileLoc::Mat && tile.inner == InnerLayout::NoneBox) {
    move_plain(call, Opcode::COPY_L1_TO_GM, MemSpace::L1, false, front_end);
  } else {
    not_modelled(call, front_end, "from this memory and layout");
  }
}

}  // namespace npusim::isa
