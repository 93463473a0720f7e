// SPDX-License-Identifier: Apache-2.0
// What the expansions of vector tile instructions share: the mask, operands from tiles, and the
// check that a form is one that the tables describe.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "pto/expand/expand.h"

namespace npusim::library {

inline constexpr unsigned kMaxRepeats = 255;
inline constexpr unsigned kMaxRepeatStride = 255;  ///< blocks
/// Scratch that the library uses without telling (tile-isa.md section 1.6).
inline constexpr std::uint64_t kLibraryScratch = 188416;

/// The bit of CTRL that switches saturation of integers off (intrinsics.md 2.1), set by the library
/// around the conversions of a tile.
inline constexpr std::uint64_t kSaturationOff = std::uint64_t{1} << 59;

/// The name of a tile instruction.
std::string_view name(TileOp op);

unsigned lanes_of(DType type);     ///< per repeat
unsigned elements_of(DType type);  ///< per block
std::uint32_t blocks_for(std::uint64_t bytes);
std::uint32_t rounded_up(std::uint32_t value, std::uint32_t unit);
/// From a row to the next one.
std::uint32_t pitch_bytes(const TileRef& tile);
std::uint32_t pitch_blocks(const TileRef& tile);
std::uint64_t row_address(const TileRef& tile, std::uint32_t row, std::uint32_t column = 0);
std::uint32_t rows_of(const TileRef& tile);  ///< valid ones
std::uint32_t cols_of(const TileRef& tile);
bool continuous_by_type(const TileRef& tile);  ///< ValidCol == Cols, or one row
bool plain_rows(const TileRef& tile);          ///< in UB, RowMajor, no boxes
bool one_column(const TileRef& tile);          ///< in UB, ColMajor and yet one behind the other
/// Bits of a one in `type`.
std::uint64_t one(DType type);
/// Lane arithmetic within one type.
LaneInstruction lanes(Opcode opcode, DType type);

/// Issues vector instructions and steers the mask.
class VectorEmitter {
 public:
  VectorEmitter(const TileCall& call, Issuer& front_end);

  Issuer& front_end() { return front_end_; }
  const TileCall& call() const { return call_; }

  // The mask of the instructions that follow (tile-isa.md section 1.7).
  void full_mask();
  void lane_mask(unsigned lanes);
  void count_mask(std::uint64_t elements);

  void issue(const Operands& operands) { front_end_.issue(operands); }
  void barrier() { front_end_.pipe_barrier(Pipe::V); }
  /// A flag of id 0 between V and S, set and waited for.
  void sync_v_to_s();
  void sync_s_to_v();

  /// Ends the run unless `supported`; `supported_forms` completes "supported: ...".
  void require(bool supported, std::string_view form, std::string_view supported_forms);
  /// Every tile is plain rows in UB.
  /// Plain rows, or one column.
  void require_lanes(std::initializer_list<const TileRef*> tiles);
  void require_plain_rows(std::initializer_list<const TileRef*> tiles);

 private:
  const TileCall& call_;
  Issuer& front_end_;
};

}  // namespace npusim::library
