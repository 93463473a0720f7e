// SPDX-License-Identifier: Apache-2.0
// Recipes for the contents of a tensor, as data.json states them, and the functions that write them
// into memory. All are deterministic: the same bytes on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/arch/dtype.h"
#include "sim/program/json_value.h"

namespace npusim {

/// Runs of equal elements, repeated from the start until the tensor is full. One run is a plain
/// fill. Values are the bits of an element, zero-extended.
struct PatternContents {
  struct Run {
    std::uint64_t bits = 0;
    std::uint64_t count = 1;
  };
  std::vector<Run> runs;
};

/// Element i is a function of seed and i alone. With h = hash64(seed, i) (models/arch/hash.h) and
/// lo, hi rounded to the element type:
///   floating point: r = lo + (h >> 11) * 2^-53 * (hi - lo) in double, then rounded to float32 and
///                   from there to the element type, to nearest even; what would be hi or more
///                   becomes the largest value of the type below hi. So lo <= r < hi.
///   integer:        lo + floor(h * (hi - lo) / 2^64), exactly.
struct RandomContents {
  double lo = 0, hi = 1;                 ///< floating point types
  std::uint64_t low_bits = 0, span = 1;  ///< integer types: lo modulo 2^64 and hi - lo
  std::uint64_t seed = 0;
};

/// start + i * step, in double (floating point types) or modulo 2^64 (integers, known to fit).
struct IotaContents {
  double start = 0, step = 1;
  std::uint64_t start_bits = 0, step_bits = 1;
};

/// These elements in turn, from the start again when they are used up.
struct ValueContents {
  std::vector<std::uint64_t> bits;
};

/// An array in a .npy file (`dataset` empty) or a dataset of an HDF5 file.
struct FileContents {
  std::filesystem::path file;
  std::string dataset;
};

using Contents =
    std::variant<PatternContents, RandomContents, IotaContents, ValueContents, FileContents>;

/// A float rounded to the type, to nearest even; the bits zero-extended. Floating types only.
std::uint64_t float_bits(float value, DType type);
/// The bits of `value` as an element, zero-extended; none if the type cannot hold it: a fraction or
/// a value out of range for an integer, a finite value that rounds to infinity. Values for 16-bit
/// floating types go through float32, as the frameworks do.
std::optional<std::uint64_t> element_bits(const JsonNumber& value, DType type);

void write_pattern(const PatternContents& contents, DType type, std::uint64_t elements,
                   std::byte* destination);
/// Elements first .. first + elements of the tensor, to `destination` on.
void write_random(const RandomContents& contents, DType type, std::uint64_t elements,
                  std::byte* destination, std::uint64_t first = 0);
void write_iota(const IotaContents& contents, DType type, std::uint64_t elements,
                std::byte* destination);
void write_values(const ValueContents& contents, DType type, std::uint64_t elements,
                  std::byte* destination);

}  // namespace npusim
