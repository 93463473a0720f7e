// SPDX-License-Identifier: Apache-2.0
// What the fix pipe does to each element on its way out of L0C: relu, then a conversion with or
// without parameters (intrinsics.md 2.2 QUANT_PRE and FPC, 2.5).
//
//   integers with parameters  mode bit: arithmetic shift right by N, saturated to 16 bits; to float
//   relu                      negative: 0, or times a slope
//   with parameters           times the scale M, of which 10 bits of mantissa count
//   to 8 or 4 bits            nearest even, saturated to 9 bits, plus the offset, saturated
//   to half, bfloat16         nearest even, saturated or not by CTRL[48]
#pragma once

#include <cstdint>

#include "cce/port/product_instruction.h"
#include "models/isa/execute.h"

namespace npusim::isa {

/// QuantMode_t (intrinsics.md 1.2). V...: parameters for each column, from FB.
enum class QuantMode : std::uint8_t {
  NoQuant = 0,
  F322F16 = 1,
  VREQ8 = 8,
  REQ8 = 9,
  VDEQF16 = 10,
  DEQF16 = 11,
  VSHIFTS322S16 = 12,
  SHIFTS322S16 = 13,
  F322BF16 = 16,
  VREQ4 = 21,
  REQ4 = 22,
  VQF322B8_PRE = 23,
  QF322B8_PRE = 24,
  VQF322S4_PRE = 25,
  QF322S4_PRE = 26,
  VDEQS16 = 27,
  DEQS16 = 28,
  VQF322F16_PRE = 31,
  QF322F16_PRE = 32,
  VQF322BF16_PRE = 33,
  QF322BF16_PRE = 34
};

/// The fields of QUANT_PRE, or of a word of a vector of them.
struct QuantParameters {
  float scale = 0;
  unsigned shift = 1;
  bool shifts = false;
  std::int32_t offset = 0;
  bool is_signed = false;

  static QuantParameters from(std::uint64_t word);
};

class FixPipeConversion {
 public:
  /// Throws NotModelled for types and modes that do not go together. `fb` holds vectors.
  FixPipeConversion(const FixPipeStore& store, Bytes fb);

  /// Bits of a result.
  unsigned result_bits() const { return result_bits_; }

  /// Columns [first, first + count) of a line of the accumulator into `to`. 4-bit results: low half
  /// of a byte first, `count` even or the last.
  void convert(const std::uint8_t* from, std::uint32_t first, std::uint32_t count,
               std::uint8_t* to) const;

 private:
  QuantParameters parameters(std::uint32_t column) const;
  float slope(std::uint32_t column) const;
  float activated(float value, std::uint32_t column) const;
  std::uint64_t result(const std::uint8_t* from, std::uint32_t column) const;
  std::uint64_t quantised(float value, const QuantParameters& by) const;
  std::uint64_t narrowed(float value) const;

  const FixPipeStore& store_;
  Bytes fb_;
  QuantMode mode_;
  bool by_column_;
  bool unchanged_;
  bool from_integer_;
  unsigned result_bits_;
  QuantParameters scalar_;
};

/// What a store reads of FB for `columns` columns: parameters, slopes.
void add_vector_reads(const FixPipeStore& store, std::uint32_t columns,
                      std::vector<Footprint>& out);

}  // namespace npusim::isa
