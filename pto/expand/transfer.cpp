// SPDX-License-Identifier: Apache-2.0
// TLOAD and TSTORE of tiles in UB and L1 (tile-isa.md section 3.2): a DMA instruction for each of
// the outer dimensions, with the innermost two as bursts. GM's pitch is that of the burst plus the
// tensor's gap: a tile whose valid part is not the tensor's shape shifts its rows.
#include "pto/expand/accumulator.h"
#include "pto/expand/expanders.h"
#include "pto/expand/pad_value.h"
#include "pto/expand/vector_emitter.h"

namespace npusim::library::expanders {
namespace {

bool is_nz(const TileRef& tile) {
  return tile.outer == OuterLayout::ColMajor && tile.inner == InnerLayout::RowMajor;
}
bool is_zn(const TileRef& tile) {
  return tile.outer == OuterLayout::RowMajor && tile.inner == InnerLayout::ColMajor;
}

/// Down to whole blocks, as the library's shifts do.
std::int64_t whole_blocks(std::int64_t bytes) { return (bytes >> 5) * kBlockBytes; }
std::int64_t up_to_block(std::int64_t bytes) {
  return (bytes + kBlockBytes - 1) / kBlockBytes * kBlockBytes;
}

class TransferExpansion {
 public:
  TransferExpansion(const TileCall& call, Issuer& front_end)
      : call_(call),
        emitter_(call, front_end),
        tile_(call.tile[0]),
        global_(call.global),
        size_(size_bytes(tile_.dtype)),
        load_(call.op == TileOp::TLOAD || call.op == TileOp::TPOP) {}

  void run() {
    if (tile_.valid_rows <= 0 || tile_.valid_cols <= 0) return;
    emitter_.require(tile_.loc == TileLoc::Vec || tile_.loc == TileLoc::Mat,
                     "a tile that is neither in UB nor in L1", "Vec, Mat, and Acc for TSTORE");
    emitter_.require(size_bytes(global_.dtype) == size_, "element types of different size",
                     "the tile's element size in GM");
    const bool plain = tile_.inner == InnerLayout::NoneBox;
    const bool row_major = tile_.outer == OuterLayout::RowMajor;
    const bool to_l1 = load_ && tile_.loc == TileLoc::Mat;
    // The library stores a tile of one row as rows, whatever the tensor's layout.
    const bool one_row = !load_ && tile_.rows == 1 && global_.layout == GlobalLayout::DN;
    if ((global_.layout == GlobalLayout::ND || one_row) && plain && row_major) {
      return to_l1 && tile_.rows == 1 ? boxes(3, 4, tile_.rows) : lines(3, 4);
    }
    // The library takes the lines of a ColMajor tile from dimension 3 of an ND tensor, too.
    const bool columns = global_.layout == GlobalLayout::DN || global_.layout == GlobalLayout::ND;
    if (columns && plain && !row_major) {
      return to_l1 && tile_.cols == 1 ? boxes(4, 3, tile_.cols, 3) : lines(4, 3);
    }
    if (global_.layout == GlobalLayout::NZ && is_nz(tile_)) return box_columns();
    if (global_.layout == GlobalLayout::ND && to_l1 && is_nz(tile_)) {
      return boxes(3, 4, tile_.rows);
    }
    if (global_.layout == GlobalLayout::DN && to_l1 && is_zn(tile_)) {
      return boxes(4, 3, tile_.cols);
    }
    emitter_.require(false, "this pair of layouts in GM and tile",
                     "ND to ND, DN or ND to DN, NZ to Nz; into L1 also ND to Nz, DN to Zn");
  }

 private:
  std::int64_t gm_stride(int dim) const { return global_.stride[dim] * size_; }
  std::int64_t shape(int dim) const { return global_.shape[dim]; }
  bool in_ub() const { return tile_.loc == TileLoc::Vec; }

  /// Bursts of `bytes`, `gm_gap` and `local_gap` bytes apart. 8-byte elements go as pairs of 4.
  isa::GmCopy bursts(std::int64_t count, std::int64_t bytes, std::int64_t gm_gap,
                     std::int64_t local_gap) const {
    isa::GmCopy copy;
    copy.opcode = in_ub() ? (load_ ? Opcode::COPY_GM_TO_UB : Opcode::COPY_UB_TO_GM)
                          : (load_ ? Opcode::COPY_GM_TO_L1 : Opcode::COPY_L1_TO_GM);
    copy.dtype = size_ == 8 ? DType::UINT32 : tile_.dtype;
    copy.align = in_ub();
    copy.bursts = static_cast<std::uint32_t>(count);
    if (!in_ub()) {
      bytes = whole_blocks(bytes);
      gm_gap = whole_blocks(gm_gap);
    }
    copy.burst_bytes = static_cast<std::uint32_t>(bytes);
    copy.gm_stride = bytes + gm_gap;
    copy.local_stride = up_to_block(bytes) + whole_blocks(local_gap);
    return copy;
  }

  /// Sets the atomic registers around the stores.
  void issue_all(std::int64_t outer[3], std::int64_t local_step, isa::GmCopy copy) {
    if (adds()) begin_atomic_add(call_, emitter_);
    std::int64_t done = 0;
    for (std::int64_t i = 0; i < outer[0]; ++i) {
      for (std::int64_t j = 0; j < outer[1]; ++j) {
        for (std::int64_t k = 0; k < outer[2]; ++k, ++done) {
          copy.gm_address =
              global_.address +
              static_cast<std::uint64_t>(i * gm_stride(0) + j * gm_stride(1) + k * gm_stride(2));
          copy.local_address = tile_.address + static_cast<std::uint64_t>(done * local_step);
          emitter_.issue(copy);
        }
      }
    }
    if (adds()) end_atomic_add(emitter_);
  }
  bool adds() const { return !load_ && call_.mode[0] == 1; }

  /// Lines of the tile (rows of a RowMajor one) as bursts: dimension `line` counts them, `along`
  /// runs inside one. The outer dimensions follow each other in the tile.
  void lines(int line, int along) {
    const bool row_major = along == 4;
    const std::int64_t length = row_major ? tile_.valid_cols : tile_.valid_rows;
    const std::int64_t pitch = row_major ? tile_.cols : tile_.rows;
    const std::int64_t behind = pitch - (row_major ? length : shape(along));  // elements
    isa::GmCopy copy = bursts(shape(line), length * size_,
                              (global_.stride[line] - shape(along)) * size_, behind * size_);
    if (load_ && in_ub() && tile_.pad_value != 0) {
      const std::int64_t elements = behind % (kBlockBytes / size_);
      copy.right_pad = static_cast<std::uint8_t>(size_ == 8 ? elements * 2 : elements);
      copy.pad_bits = pad_bits(tile_);
      emitter_.front_end().write_register(port::SpecialRegister::PadValue, copy.pad_bits);
    }
    std::int64_t outer[3] = {shape(0), shape(1), shape(2)};
    issue_all(outer, pitch * size_ * shape(line), copy);
  }

  /// NZ: a column of boxes is a burst.
  void box_columns() {
    const std::int64_t box_column = shape(2) * shape(3) * shape(4);
    const std::int64_t valid = std::int64_t{tile_.valid_rows} * shape(4);
    const std::int64_t from = load_ && in_ub() ? valid : box_column;
    isa::GmCopy copy = bursts(shape(1), std::int64_t{tile_.valid_rows} * kBlockBytes,
                              (global_.stride[1] - from) * size_,
                              std::int64_t{tile_.rows - tile_.valid_rows} * kBlockBytes);
    std::int64_t outer[3] = {shape(0), 1, 1};
    issue_all(outer, tile_.rows * shape(1) * shape(4) * size_, copy);
  }

  /// Lines of GM into boxes of 32 bytes.
  /// `pitch`: the dimension whose stride the library takes for that of the lines.
  void boxes(int line, int along, std::int32_t lines_of_tile) {
    boxes(line, along, lines_of_tile, line);
  }
  void boxes(int line, int along, std::int32_t lines_of_tile, int pitch) {
    emitter_.require(shape(0) == 1 && shape(1) == 1 && shape(2) == 1,
                     "more than two dimensions with a change of layout",
                     "shapes [1,1,1,rows,cols]");
    // 8-byte elements go as pairs of 4.
    const std::int64_t parts = size_ == 8 ? 2 : 1;
    isa::NdToNz load;
    load.dtype = size_ == 8 ? DType::UINT32 : tile_.dtype;
    load.l1_address = tile_.address;
    load.gm_address = global_.address;
    load.rows = static_cast<std::uint32_t>(shape(line));
    load.columns = static_cast<std::uint32_t>(shape(along) * parts);
    load.src_row_stride = static_cast<std::uint32_t>(global_.stride[pitch] * parts);
    load.dst_box_stride = static_cast<std::uint32_t>(lines_of_tile);
    load.dst_row_stride = 1;
    load.dst_matrix_stride = 1;
    emitter_.issue(load);
  }

  const TileCall& call_;
  VectorEmitter emitter_;
  const TileRef& tile_;
  const GlobalRef& global_;
  unsigned size_;
  bool load_;
};

}  // namespace

void load(const TileCall& call, Issuer& front_end) { TransferExpansion(call, front_end).run(); }

void store(const TileCall& call, Issuer& front_end) {
  if (call.tile[0].loc == TileLoc::Acc) return store_accumulator(call, front_end);
  TransferExpansion(call, front_end).run();
}

}  // namespace npusim::library::expanders
