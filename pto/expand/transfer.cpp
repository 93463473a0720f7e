// SPDX-License-Identifier: Apache-2.0
// TLOAD and TSTORE (tile-isa.md section 3.2): a DMA instruction for each of the outer dimensions,
// with the innermost two as bursts.
#include <bit>
#include <string>

#include "pto/expand/expanders.h"
#include "pto/expand/vector_emitter.h"

namespace npusim::library::expanders {
namespace {

constexpr std::uint32_t kBoxRows = 16;
constexpr std::uint64_t kPadZero = 1, kPadMax = 2, kPadMin = 3;  ///< PadValue

bool is_nz(const TileRef& tile) {
  return tile.outer == OuterLayout::ColMajor && tile.inner == InnerLayout::RowMajor;
}
bool is_zn(const TileRef& tile) {
  return tile.outer == OuterLayout::RowMajor && tile.inner == InnerLayout::ColMajor;
}

/// The element that a pad value stands for.
std::uint64_t pad_bits(const TileRef& tile) {
  const DType type = tile.dtype;
  const unsigned width = size_bytes(type) * 8;
  const std::uint64_t all = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
  if (tile.pad_value > kPadMin) return tile.pad_value & 0xFFFFFFFFu & all;
  if (tile.pad_value <= kPadZero) return 0;
  const bool maximum = tile.pad_value == kPadMax;
  const std::uint64_t sign = std::uint64_t{1} << (width - 1);
  switch (type) {
    case DType::FLOAT32:
      return maximum ? 0x7F800000u : 0xFF800000u;
    case DType::FLOAT16:
      return maximum ? 0x7C00u : 0xFC00u;
    case DType::BFLOAT16:
      return maximum ? 0x7F80u : 0xFF80u;
    case DType::INT64:
    case DType::UINT64:
      return 0;
    case DType::INT8:
    case DType::INT16:
    case DType::INT32:
      return maximum ? sign - 1 : sign;
    case DType::UINT8:
    case DType::UINT16:
    case DType::UINT32:
      return maximum ? all : 0;
  }
  return 0;
}

class TransferExpansion {
 public:
  TransferExpansion(const TileCall& call, Issuer& front_end)
      : call_(call),
        emitter_(call, front_end),
        tile_(call.tile[0]),
        global_(call.global),
        size_(size_bytes(tile_.dtype)),
        load_(call.op == TileOp::TLOAD) {
    base_.gm_address = global_.address;
    base_.local_address = tile_.address;
    base_.local_type = tile_.dtype;
    base_.gm_type = global_.dtype;
    base_.atomic_add = !load_ && call.mode[0] == 1;
    base_.relu = !load_ && call.mode[1] == 1;
  }

  void run() {
    if (tile_.valid_rows <= 0 || tile_.valid_cols <= 0) return;
    if (tile_.loc == TileLoc::Acc && !load_) return store_accumulator();
    emitter_.require(tile_.loc == TileLoc::Vec || tile_.loc == TileLoc::Mat,
                     "a tile that is neither in UB nor in L1", "Vec, Mat, and Acc for TSTORE");
    emitter_.require(size_bytes(global_.dtype) == size_, "element types of different size",
                     "the tile's element size in GM");
    base_.local_space = tile_.loc == TileLoc::Vec ? MemSpace::UB : MemSpace::L1;
    const bool plain = tile_.inner == InnerLayout::NoneBox;
    const bool row_major = tile_.outer == OuterLayout::RowMajor;
    if (global_.layout == GlobalLayout::ND && plain && row_major) return lines(3, 4);
    // The library takes the lines of a ColMajor tile from dimension 3 of an ND tensor, too.
    const bool columns = global_.layout == GlobalLayout::DN || global_.layout == GlobalLayout::ND;
    if (columns && plain && !row_major) return lines(4, 3);
    if (global_.layout == GlobalLayout::NZ && is_nz(tile_)) return box_columns();
    const bool to_l1 = load_ && tile_.loc == TileLoc::Mat;
    if (global_.layout == GlobalLayout::ND && to_l1 && is_nz(tile_)) {
      return fractal(TransferLayout::NdToNz, 3, 4, tile_.rows);
    }
    if (global_.layout == GlobalLayout::DN && to_l1 && is_zn(tile_)) {
      return fractal(TransferLayout::DnToZn, 4, 3, tile_.cols);
    }
    emitter_.require(false, "this pair of layouts in GM and tile",
                     "ND to ND, DN or ND to DN, NZ to Nz; into L1 also ND to Nz, DN to Zn");
  }

 private:
  std::int64_t gm_stride(int dim) const { return global_.stride[dim] * size_; }
  std::int64_t shape(int dim) const { return global_.shape[dim]; }

  void issue(Transfer transfer) {
    const bool ub = tile_.loc == TileLoc::Vec;
    if (transfer.layout == TransferLayout::NzToNd) {
      transfer.opcode = Opcode::COPY_L0C_TO_GM;
    } else if (!load_) {
      transfer.opcode = ub ? Opcode::COPY_UB_TO_GM : Opcode::COPY_L1_TO_GM;
    } else if (transfer.layout == TransferLayout::Linear) {
      transfer.opcode = ub ? Opcode::COPY_GM_TO_UB : Opcode::COPY_GM_TO_L1;
    } else {
      transfer.opcode = Opcode::COPY_GM_TO_L1_ND2NZ;
    }
    emitter_.issue(transfer);
  }

  /// A gap between bursts of `elements` as the instruction takes it: into and out of L1 in blocks.
  std::int64_t gap_bytes(std::int64_t elements) const {
    const std::int64_t bytes = elements * size_;
    if (tile_.loc == TileLoc::Vec) return bytes;
    return (bytes >= 0 ? bytes : bytes - (kBlockBytes - 1)) / kBlockBytes * kBlockBytes;
  }

  /// Lines of the tile (rows of a RowMajor one) as bursts: dimension `line` counts them, `along`
  /// runs inside one. The outer dimensions follow each other in the tile. A burst is a valid line;
  /// the gap behind it in GM is what the tensor's stride leaves behind its own line, whether the
  /// two are equally long or not (the library asserts it in debug builds only).
  void lines(int line, int along) {
    const bool row_major = along == 4;
    const auto length = row_major ? tile_.valid_cols : tile_.valid_rows;
    emitter_.require(global_.stride[along] == 1 || length == 1, "elements apart in GM",
                     "stride 1 along the tile's lines");
    Transfer transfer = base_;
    transfer.bursts = static_cast<std::uint32_t>(shape(line));
    transfer.burst_bytes = static_cast<std::uint32_t>(length) * size_;
    transfer.gm_stride =
        std::int64_t{transfer.burst_bytes} + gap_bytes(global_.stride[line] - shape(along));
    // Bursts begin at blocks. The gap between columns of a tile follows the tensor's length as
    // well.
    const std::int64_t in_line = row_major ? tile_.cols - length : tile_.rows - shape(along);
    transfer.local_stride = std::int64_t{blocks_for(transfer.burst_bytes)} * kBlockBytes +
                            in_line * size_ / kBlockBytes * kBlockBytes;
    if (load_ && tile_.pad_value != 0) {
      transfer.pad = true;
      transfer.pad_bits = pad_bits(tile_);
    }
    const std::int64_t group = transfer.local_stride * shape(line);
    std::int64_t done = 0;
    for (std::int64_t i = 0; i < shape(0); ++i) {
      for (std::int64_t j = 0; j < shape(1); ++j) {
        for (std::int64_t k = 0; k < shape(2); ++k, ++done) {
          transfer.gm_address =
              base_.gm_address +
              static_cast<std::uint64_t>(i * gm_stride(0) + j * gm_stride(1) + k * gm_stride(2));
          transfer.local_address = base_.local_address + static_cast<std::uint64_t>(done * group);
          issue(transfer);
        }
      }
    }
  }

  /// NZ: the valid rows of a column of boxes are a burst.
  void box_columns() {
    emitter_.require(global_.stride[2] == shape(3) * shape(4) && global_.stride[3] == shape(4),
                     "NZ with gaps between boxes", "boxes that touch");
    Transfer transfer = base_;
    transfer.bursts = static_cast<std::uint32_t>(shape(1));
    transfer.burst_bytes = rows_of(tile_) * kBlockBytes;
    const std::int64_t line = load_ && tile_.loc == TileLoc::Vec ? tile_.valid_rows * shape(4)
                                                                 : shape(2) * shape(3) * shape(4);
    transfer.gm_stride = std::int64_t{transfer.burst_bytes} + gap_bytes(global_.stride[1] - line);
    transfer.local_stride = std::int64_t{tile_.rows} * kBlockBytes;
    for (std::int64_t i = 0; i < shape(0); ++i) {
      transfer.gm_address = base_.gm_address + static_cast<std::uint64_t>(i * gm_stride(0));
      transfer.local_address =
          base_.local_address + static_cast<std::uint64_t>(i * shape(1) * transfer.local_stride);
      issue(transfer);
    }
  }

  void require_two_dimensions() {
    emitter_.require(shape(0) == 1 && shape(1) == 1 && shape(2) == 1,
                     "more than two dimensions with a change of layout",
                     "shapes [1,1,1,rows,cols]");
  }

  void fractal(TransferLayout layout, int line, int along, std::int32_t lines_of_tile) {
    require_two_dimensions();
    emitter_.require(global_.stride[along] == 1, "elements apart in GM",
                     "stride 1 along the lines");
    Transfer transfer = base_;
    transfer.layout = layout;
    transfer.bursts = static_cast<std::uint32_t>(shape(line));
    transfer.burst_bytes = static_cast<std::uint32_t>(shape(along)) * size_;
    transfer.gm_stride = gm_stride(line);
    transfer.local_rows = static_cast<std::uint32_t>(lines_of_tile);
    issue(transfer);
  }

  void store_accumulator() {
    emitter_.require(global_.layout == GlobalLayout::ND && global_.stride[4] == 1,
                     "an accumulator to a layout other than ND", "ND with stride 1 along rows");
    require_two_dimensions();
    const unsigned gm_size = size_bytes(global_.dtype);
    Transfer transfer = base_;
    transfer.layout = TransferLayout::NzToNd;
    transfer.local_space = MemSpace::L0C;
    transfer.bursts = rows_of(tile_);
    transfer.burst_bytes = cols_of(tile_) * gm_size;
    transfer.gm_stride = global_.stride[3] * gm_size;
    transfer.local_rows = call_.compact ? rounded_up(rows_of(tile_), kBoxRows)
                                        : static_cast<std::uint32_t>(tile_.rows);
    issue(transfer);
  }

  const TileCall& call_;
  VectorEmitter emitter_;
  const TileRef& tile_;
  const GlobalRef& global_;
  unsigned size_;
  bool load_;
  Transfer base_;
};

}  // namespace

void load(const TileCall& call, Issuer& front_end) { TransferExpansion(call, front_end).run(); }
void store(const TileCall& call, Issuer& front_end) { TransferExpansion(call, front_end).run(); }

}  // namespace npusim::library::expanders
