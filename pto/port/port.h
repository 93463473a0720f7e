// SPDX-License-Identifier: Apache-2.0
// Everything that crosses between a kernel's shared object and the model: plain structs and C
// functions. The templates in pto/ fill the structs; the running npusim resolves the functions when
// it loads the kernel. A tile instruction crosses whole; the model expands it into hardware
// instructions (models/isa/expand), so that a kernel compiles fast and the expansion is testable.
//
// Each function is called on the front end (pipe S) of the core that runs the kernel, and returns
// when the front end may go on.
#pragma once

#include <cstdint>

#include "models/arch/dtype.h"
#include "models/arch/pipe.h"

namespace npusim::port {

/// Tile instructions; 0 is "none".
enum class TileOp : std::uint16_t {
  None = 0,
#define NPUSIM_TILE_OP(NAME) NAME,
#include "pto/port/tile_op.def"
#undef NPUSIM_TILE_OP
};

/// Where a tile lives: the public TileType, same order (tile-isa.md section 2.1).
enum class TileLoc : std::uint8_t {
  Vec,
  Mat,
  Left,
  Right,
  Acc,
  Bias,
  Scaling,
  ScaleLeft,
  ScaleRight,
  Ctrl
};
enum class OuterLayout : std::uint8_t { RowMajor, ColMajor };
enum class InnerLayout : std::uint8_t { NoneBox, RowMajor, ColMajor };
/// The public Layout, same order.
enum class GlobalLayout : std::uint8_t { ND, DN, NZ, Other };

/// A tile as an instruction sees it.
struct TileRef {
  std::uint64_t address = 0;  ///< bytes, in the tile's memory
  TileLoc loc = TileLoc::Vec;
  DType dtype = DType::FLOAT32;
  OuterLayout outer = OuterLayout::RowMajor;
  InnerLayout inner = InnerLayout::NoneBox;
  std::uint16_t fractal_bytes = 512;
  std::int32_t rows = 0, cols = 0;              ///< of the allocation
  std::int32_t valid_rows = 0, valid_cols = 0;  ///< now
  /// Template arguments ValidRow and ValidCol; -1 for dynamic. They select code paths
  /// (tile-isa.md section 3.3).
  std::int32_t static_valid_rows = -1, static_valid_cols = -1;
  std::uint64_t pad_value = 0;  ///< the public PadValue, as its number; 0 is Null
};

/// A global tensor: always five dimensions, strides in elements (tile-isa.md section 2.2).
struct GlobalRef {
  std::uint64_t address = 0;  ///< device address, bytes
  DType dtype = DType::FLOAT32;
  GlobalLayout layout = GlobalLayout::ND;
  std::int64_t shape[5] = {1, 1, 1, 1, 1};
  std::int64_t stride[5] = {0, 0, 0, 0, 1};
};

/// One tile instruction. Operands stand in the order of the public signature, GlobalTensor aside:
/// TSTORE(g, t) has tile[0] = t; TMATMUL_ACC(c, c_in, a, b) has all four.
struct TileCall {
  TileOp op = TileOp::None;
  std::uint8_t tile_count = 0;
  TileRef tile[6];
  GlobalRef global;
  /// Scalar operand as the bits of a value of type scalar_type, zero-extended.
  std::uint64_t scalar = 0;
  DType scalar_type = DType::FLOAT32;
  /// True where the scalar comes before the tile: TDIVS(dst, s, a).
  bool scalar_first = false;
  /// The instruction's enumeration operands as their public numbers, in this order:
  /// TCVT {RoundMode, SaturationMode or -1}; TCMPS {CmpMode}; TGATHER, TSCATTER mask form
  /// {MaskPattern}, index form {0}; TSTORE {AtomicType, ReluPreMode, STPhase}; TCI {descending};
  /// TEXTRACT {row, col}; TMATMUL, TMATMUL_ACC {AccPhase}.
  std::int32_t mode[3] = {0, 0, 0};
  const void* site = nullptr;  ///< return address in the kernel
};

/// Registers a kernel may read.
enum class SpecialRegister : std::uint8_t {
  BlockIndex,
  BlockCount,
  SubBlockIndex,
  SubBlockCount,
  CoreIndex,
  SystemCounter,
  Control,
  AtomicMode
};

/// Cache maintenance: what dcci covers.
enum class CacheScope : std::uint8_t { Line, EntireCache };

}  // namespace npusim::port

extern "C" {
void npusim_tile(const npusim::port::TileCall* call);
void npusim_set_flag(int source_pipe, int target_pipe, int event_id, const void* site);
void npusim_wait_flag(int source_pipe, int target_pipe, int event_id, const void* site);
void npusim_pipe_barrier(int pipe, const void* site);
void npusim_dcci(const void* address, int scope, int write_out, const void* site);
void npusim_dsb(int kind, const void* site);
/// count = 0: the same lane mask for every repeat; 1: a number of elements (tile-isa.md 1.7).
void npusim_set_mask_mode(int count);
void npusim_set_vector_mask(std::uint64_t high, std::uint64_t low);
/// The public AtomicType as a number (0: none, 1: add) and the element type it applies to.
void npusim_set_atomic(int mode, int dtype);
/// A scalar element access to UB (Tile::GetValue and SetValue): `bytes` is 1, 2, 4 or 8.
std::uint64_t npusim_load_local(std::uint64_t address, unsigned bytes, const void* site);
void npusim_store_local(std::uint64_t address, std::uint64_t value, unsigned bytes,
                        const void* site);
std::uint64_t npusim_read_register(int special_register);
void npusim_write_register(int special_register, std::uint64_t value);
/// Cross-core flags (FFTS), tile-isa.md section 1.4.
void npusim_cross_core_set(int pipe, std::uint64_t message, const void* site);
void npusim_cross_core_wait(int flag_id, const void* site);
/// Base of the window through which a kernel addresses its core's UB with plain pointers.
void* npusim_local_window(int tile_loc);
[[noreturn]] void npusim_not_modelled(const char* name, const void* site);
[[noreturn]] void npusim_trap(const void* site);
}
