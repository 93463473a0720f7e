// SPDX-License-Identifier: Apache-2.0
// Writing the contents of tensors. Each writer is instantiated for the four element sizes or for
// the element type, so that its inner loop has no branches.
#include "sim/program/contents.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "models/arch/check.h"
#include "models/arch/hash.h"
#include "models/arch/small_float.h"
#include "sim/program/random_block.h"

namespace npusim {

namespace {

/// Calls f with a value of the unsigned type that has the element's size.
template <typename F>
void with_word(DType type, F&& f) {
  switch (size_bytes(type)) {
    case 1:
      return f(std::uint8_t{});
    case 2:
      return f(std::uint16_t{});
    case 4:
      return f(std::uint32_t{});
    case 8:
      return f(std::uint64_t{});
  }
  NPUSIM_CHECK(!"an element has 1, 2, 4 or 8 bytes");
}

struct ToFloat32 {
  std::uint32_t operator()(float value) const { return std::bit_cast<std::uint32_t>(value); }
};
struct ToFloat16 {
  std::uint16_t operator()(float value) const { return float_to_float16_rne(value); }
};
struct ToBfloat16 {
  std::uint16_t operator()(float value) const { return float_to_bfloat16_rne(value); }
};

/// Calls f with the function that rounds a float to the floating type.
template <typename F>
void with_rounding(DType type, F&& f) {
  NPUSIM_CHECK(is_floating(type));
  if (type == DType::FLOAT32) return f(ToFloat32{});
  if (type == DType::FLOAT16) return f(ToFloat16{});
  return f(ToBfloat16{});
}

template <typename Word>
void store(std::byte* destination, std::uint64_t index, Word word) {
  std::memcpy(destination + index * sizeof(Word), &word, sizeof(Word));
}

float bits_to_float(std::uint64_t bits, DType type) {
  const auto low = static_cast<std::uint16_t>(bits);
  if (type == DType::FLOAT16) return float16_to_float(low);
  if (type == DType::BFLOAT16) return bfloat16_to_float(low);
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
}

/// The largest value of the type below `value`, which is a value of the type.
float value_below(float value, DType type) {
  const std::uint64_t sign = std::uint64_t{1} << (size_bytes(type) * 8 - 1);
  std::uint64_t bits = float_bits(value, type);
  if ((bits & ~sign) == 0) return bits_to_float(sign | 1, type);
  bits += (bits & sign) != 0 ? 1 : std::uint64_t{0} - 1;
  return bits_to_float(bits, type);
}

constexpr bool is_signed_integer(DType type) {
  return type == DType::INT8 || type == DType::INT16 || type == DType::INT32 ||
         type == DType::INT64;
}

std::optional<std::uint64_t> integer_bits(const JsonNumber& value, DType type) {
  const unsigned width = size_bytes(type) * 8;
  const std::uint64_t mask = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
  const std::uint64_t largest = is_signed_integer(type) ? mask >> 1 : mask;
  if (const auto* real = std::get_if<double>(&value)) {
    if (std::trunc(*real) != *real || std::abs(*real) >= 0x1p63) return std::nullopt;
    return integer_bits(static_cast<std::int64_t>(*real), type);
  }
  const auto* negative = std::get_if<std::int64_t>(&value);
  if (negative != nullptr && *negative < 0) {
    const auto magnitude = std::uint64_t{0} - static_cast<std::uint64_t>(*negative);
    if (!is_signed_integer(type) || magnitude > largest + 1) return std::nullopt;
    return static_cast<std::uint64_t>(*negative) & mask;
  }
  const std::uint64_t positive =
      negative != nullptr ? static_cast<std::uint64_t>(*negative) : std::get<std::uint64_t>(value);
  if (positive > largest) return std::nullopt;
  return positive;
}

}  // namespace

std::uint64_t float_bits(float value, DType type) {
  std::uint64_t bits = 0;
  with_rounding(type, [&](auto round) { bits = round(value); });
  return bits;
}

std::optional<std::uint64_t> element_bits(const JsonNumber& value, DType type) {
  if (!is_floating(type)) return integer_bits(value, type);
  const double real = std::visit([](auto number) { return static_cast<double>(number); }, value);
  const std::uint64_t bits = float_bits(static_cast<float>(real), type);
  if (std::isfinite(real) && !std::isfinite(bits_to_float(bits, type))) return std::nullopt;
  return bits;
}

void write_pattern(const PatternContents& contents, DType type, std::uint64_t elements,
                   std::byte* destination) {
  with_word(type, [&](auto zero) {
    using Word = decltype(zero);
    for (std::uint64_t index = 0; index < elements;) {
      for (const PatternContents::Run& run : contents.runs) {
        const std::uint64_t count = std::min(run.count, elements - index);
        // Memory is zero already: writing zeros would only make pages of it.
        if (run.bits != 0) {
          const auto word = static_cast<Word>(run.bits);
          for (std::uint64_t i = index; i < index + count; ++i) store(destination, i, word);
        }
        index += count;
      }
    }
  });
}

void write_random(const RandomContents& contents, DType type, std::uint64_t elements,
                  std::byte* destination, std::uint64_t first) {
  if (!is_floating(type)) {
    return with_word(type, [&](auto zero) {
      using Word = decltype(zero);
      __extension__ using Product = unsigned __int128;
      for (std::uint64_t i = 0; i < elements; ++i) {
        const Product random{hash64(contents.seed, first + i)};
        const auto scaled = static_cast<std::uint64_t>((random * contents.span) >> 64);
        store(destination, i, static_cast<Word>(contents.low_bits + scaled));
      }
    });
  }
  const float hi = bits_to_float(float_bits(static_cast<float>(contents.hi), type), type);
  const double lo = bits_to_float(float_bits(static_cast<float>(contents.lo), type), type);
  const double scale = (static_cast<double>(hi) - lo) * 0x1p-53;
  const float limit = value_below(hi, type);
  with_rounding(type, [&](auto round) {
    float values[kRandomBlock];
    for (std::uint64_t done = 0; done < elements;) {
      const std::uint64_t count = std::min<std::uint64_t>(kRandomBlock, elements - done);
      random_block({contents.seed, first + done, lo, scale, limit}, values);
      for (std::uint64_t i = 0; i < count; ++i) store(destination, done + i, round(values[i]));
      done += count;
    }
  });
}

void write_iota(const IotaContents& contents, DType type, std::uint64_t elements,
                std::byte* destination) {
  if (is_floating(type)) {
    return with_rounding(type, [&](auto round) {
      for (std::uint64_t i = 0; i < elements; ++i) {
        const double value = contents.start + static_cast<double>(i) * contents.step;
        store(destination, i, round(static_cast<float>(value)));
      }
    });
  }
  with_word(type, [&](auto zero) {
    using Word = decltype(zero);
    for (std::uint64_t i = 0; i < elements; ++i) {
      store(destination, i, static_cast<Word>(contents.start_bits + i * contents.step_bits));
    }
  });
}

void write_values(const ValueContents& contents, DType type, std::uint64_t elements,
                  std::byte* destination) {
  with_word(type, [&](auto zero) {
    using Word = decltype(zero);
    for (std::uint64_t i = 0; i < elements; ++i) {
      store(destination, i, static_cast<Word>(contents.bits[i % contents.bits.size()]));
    }
  });
}

}  // namespace npusim
