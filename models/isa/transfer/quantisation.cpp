// SPDX-License-Identifier: Apache-2.0
#include "models/isa/transfer/quantisation.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>

#include "models/arch/small_float.h"

namespace npusim::isa {
namespace {

enum class Result : std::uint8_t { Unchanged, Half, Brain, Byte, Nibble, Short, ShiftedShort };

struct ModeRow {
  QuantMode mode;
  DType source;
  Result result;
  bool by_column;
};
/// NoQuant stands for each type of accumulator.
constexpr ModeRow kModes[] = {{QuantMode::NoQuant, DType::FLOAT32, Result::Unchanged, false},
                              {QuantMode::NoQuant, DType::INT32, Result::Unchanged, false},
                              {QuantMode::F322F16, DType::FLOAT32, Result::Half, false},
                              {QuantMode::F322BF16, DType::FLOAT32, Result::Brain, false},
                              {QuantMode::REQ8, DType::INT32, Result::Byte, false},
                              {QuantMode::VREQ8, DType::INT32, Result::Byte, true},
                              {QuantMode::DEQF16, DType::INT32, Result::Half, false},
                              {QuantMode::VDEQF16, DType::INT32, Result::Half, true},
                              {QuantMode::SHIFTS322S16, DType::INT32, Result::ShiftedShort, false},
                              {QuantMode::VSHIFTS322S16, DType::INT32, Result::ShiftedShort, true},
                              {QuantMode::REQ4, DType::INT32, Result::Nibble, false},
                              {QuantMode::VREQ4, DType::INT32, Result::Nibble, true},
                              {QuantMode::QF322B8_PRE, DType::FLOAT32, Result::Byte, false},
                              {QuantMode::VQF322B8_PRE, DType::FLOAT32, Result::Byte, true},
                              {QuantMode::QF322S4_PRE, DType::FLOAT32, Result::Nibble, false},
                              {QuantMode::VQF322S4_PRE, DType::FLOAT32, Result::Nibble, true},
                              {QuantMode::DEQS16, DType::INT32, Result::Short, false},
                              {QuantMode::VDEQS16, DType::INT32, Result::Short, true},
                              {QuantMode::QF322F16_PRE, DType::FLOAT32, Result::Half, false},
                              {QuantMode::VQF322F16_PRE, DType::FLOAT32, Result::Half, true},
                              {QuantMode::QF322BF16_PRE, DType::FLOAT32, Result::Brain, false},
                              {QuantMode::VQF322BF16_PRE, DType::FLOAT32, Result::Brain, true}};

const ModeRow& row_of(const FixPipeStore& store) {
  for (const ModeRow& row : kModes) {
    if (static_cast<std::uint8_t>(row.mode) == store.quantisation &&
        row.source == store.src_dtype) {
      return row;
    }
  }
  throw NotModelled(std::string(info(store.opcode).name) + " from " +
                    std::string(name(store.src_dtype)) + " with quantisation mode " +
                    std::to_string(store.quantisation));
}

unsigned bits_of(const ModeRow& row) {
  switch (row.result) {
    case Result::Unchanged:
      return 32;
    case Result::Byte:
      return 8;
    case Result::Nibble:
      return 4;
    default:
      return 16;
  }
}

/// Multiplies; the two modes that only change the type do not.
bool multiplies(const ModeRow& row) {
  return row.result != Result::Unchanged && row.result != Result::ShiftedShort &&
         row.mode != QuantMode::F322F16 && row.mode != QuantMode::F322BF16;
}

/// Sign, exponent and 10 bits of mantissa: what the multiplier looks at.
float scale_of(std::uint32_t bits) { return std::bit_cast<float>(bits & ~std::uint32_t{0x1FFF}); }

std::int32_t saturated(std::int64_t value, std::int32_t low, std::int32_t high) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, low, high));
}

/// Nearest even; NaN: 0.
std::int32_t rounded(float value, std::int32_t low, std::int32_t high) {
  if (std::isnan(value)) return 0;
  const float whole = std::nearbyintf(value);
  if (whole <= static_cast<float>(low)) return low;
  if (whole >= static_cast<float>(high)) return high;
  return static_cast<std::int32_t>(whole);
}

std::int32_t shifted(std::int32_t value, const QuantParameters& by) {
  return saturated(by.shift > 31 ? (value < 0 ? -1 : 0) : value >> by.shift, INT16_MIN, INT16_MAX);
}

constexpr std::uint64_t kWordBytes = 8, kSlopeBytes = 4;
std::uint64_t parameter_address(const FixPipeStore& store) {
  return (store.state.fpc >> 8 & 0xFF) * 128;
}
/// In units of 64 bytes: 16 slopes of 4 bytes.
std::uint64_t slope_address(const FixPipeStore& store) { return (store.state.fpc & 0xFF) * 64; }

constexpr std::uint64_t kKeepsInfinity = std::uint64_t{1} << 48;

}  // namespace

QuantParameters QuantParameters::from(std::uint64_t word) {
  QuantParameters parameters;
  parameters.scale = scale_of(static_cast<std::uint32_t>(word));
  parameters.shift = static_cast<unsigned>(word >> 32 & 0xF) + 1;
  parameters.shifts = (word >> 36 & 1) != 0;
  const auto offset = static_cast<std::int32_t>(word >> 37 & 0x1FF);
  parameters.offset = offset >= 256 ? offset - 512 : offset;
  parameters.is_signed = (word >> 46 & 1) != 0;
  return parameters;
}

FixPipeConversion::FixPipeConversion(const FixPipeStore& store, Bytes fb) : store_(store), fb_(fb) {
  const ModeRow& row = row_of(store);
  mode_ = row.mode;
  by_column_ = row.by_column;
  unchanged_ = row.result == Result::Unchanged && store.relu == ReluMode::None;
  from_integer_ = row.source == DType::INT32;
  result_bits_ = bits_of(row);
  scalar_ = QuantParameters::from(store.state.quant_pre);
}

QuantParameters FixPipeConversion::parameters(std::uint32_t column) const {
  if (!by_column_) return scalar_;
  std::uint64_t word;
  std::memcpy(&word, fb_.data + parameter_address(store_) + column * kWordBytes, sizeof word);
  return QuantParameters::from(word);
}

float FixPipeConversion::slope(std::uint32_t column) const {
  if (store_.relu == ReluMode::LeakyRelu) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(store_.state.leaky_alpha));
  }
  std::uint32_t bits;
  std::memcpy(&bits, fb_.data + slope_address(store_) + column * kSlopeBytes, sizeof bits);
  return scale_of(bits);
}

float FixPipeConversion::activated(float value, std::uint32_t column) const {
  if (store_.relu == ReluMode::None || !(value < 0.0f)) return value;
  return store_.relu == ReluMode::Relu ? 0.0f : value * slope(column);
}

std::uint64_t FixPipeConversion::quantised(float value, const QuantParameters& by) const {
  const std::int32_t sum = rounded(value, -256, 255) + by.offset;
  if (result_bits_ == 4) return static_cast<std::uint64_t>(saturated(sum, -8, 7)) & 0xF;
  const std::int32_t byte = by.is_signed ? saturated(sum, -128, 127) : saturated(sum, 0, 255);
  return static_cast<std::uint64_t>(byte) & 0xFF;
}

/// To half or bfloat16.
std::uint64_t FixPipeConversion::narrowed(float value) const {
  const bool half = row_of(store_).result == Result::Half;
  if ((store_.state.control & kKeepsInfinity) == 0) {
    if (std::isnan(value)) return 0;
    const std::uint16_t largest = half ? 0x7BFF : 0x7F7F;
    const std::uint16_t bits = half ? float_to_float16_rne(value) : float_to_bfloat16_rne(value);
    const bool infinite = (bits & 0x7FFF) > largest;
    return infinite ? static_cast<std::uint16_t>((bits & 0x8000) | largest) : bits;
  }
  return half ? float_to_float16_rne(value) : float_to_bfloat16_rne(value);
}

std::uint64_t FixPipeConversion::result(const std::uint8_t* from, std::uint32_t column) const {
  const ModeRow& row = row_of(store_);
  std::uint32_t bits;
  std::memcpy(&bits, from, sizeof bits);
  const QuantParameters by = parameters(column);
  if (from_integer_ && (row.result == Result::Unchanged || row.result == Result::ShiftedShort)) {
    auto value = static_cast<std::int32_t>(bits);
    if (store_.relu == ReluMode::Relu) value = std::max(value, 0);
    if (row.result == Result::ShiftedShort) value = shifted(value, by);
    return static_cast<std::uint32_t>(value);
  }
  float value;
  if (from_integer_) {
    const auto integer = static_cast<std::int32_t>(bits);
    value = static_cast<float>(by.shifts ? shifted(integer, by) : integer);
  } else {
    value = std::bit_cast<float>(bits);
  }
  value = activated(value, column);
  if (multiplies(row)) value *= by.scale;
  switch (row.result) {
    case Result::Unchanged:
      return std::bit_cast<std::uint32_t>(value);
    case Result::Byte:
    case Result::Nibble:
      return quantised(value, by);
    case Result::Short:
      return static_cast<std::uint16_t>(rounded(value, INT16_MIN, INT16_MAX));
    default:
      return narrowed(value);
  }
}

void FixPipeConversion::convert(const std::uint8_t* from, std::uint32_t first, std::uint32_t count,
                                std::uint8_t* to) const {
  if (unchanged_) {
    std::memcpy(to, from, std::size_t{count} * 4);
    return;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint64_t bits = result(from + std::size_t{i} * 4, first + i);
    if (result_bits_ == 4) {
      const auto byte = static_cast<std::uint8_t>(i % 2 == 0 ? bits : to[i / 2] | bits << 4);
      to[i / 2] = byte;
    } else {
      std::memcpy(to + std::size_t{i} * result_bits_ / 8, &bits, result_bits_ / 8);
    }
  }
}

void add_vector_reads(const FixPipeStore& store, std::uint32_t columns,
                      std::vector<Footprint>& out) {
  if (row_of(store).by_column) {
    out.push_back(
        {MemSpace::FB, false,
         contiguous(parameter_address(store), static_cast<std::uint32_t>(columns * kWordBytes))});
  }
  if (store.relu == ReluMode::PRelu) {
    out.push_back(
        {MemSpace::FB, false,
         contiguous(slope_address(store), static_cast<std::uint32_t>(columns * kSlopeBytes))});
  }
}

}  // namespace npusim::isa
