// SPDX-License-Identifier: Apache-2.0
// One run argument: a tensor in GM, what it holds at the start, and what it should hold at the end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/arch/dtype.h"
#include "sim/program/argument_image.h"
#include "sim/program/dataset_source.h"
#include "sim/program/struct_value.h"

namespace npusim {

enum class Role : std::uint8_t { In, Out, InOut };

/// How an output is compared with its golden.
struct CompareSpec {
  enum class Mode : std::uint8_t { Bits, AllClose, None };
  Mode mode = Mode::Bits;
  double rtol = 0, atol = 0;
  double max_error_ratio = 0;  ///< share of the elements that may lie outside, 0..1
};

struct Argument {
  std::string name;
  DType dtype = DType::FLOAT32;
  Shape shape;
  Role role = Role::In;
  ArgumentImage initial;
  /// Expected contents as data.json states them. Without it, and with a golden program, the
  /// program's result.
  std::optional<ArgumentImage> golden;
  CompareSpec compare;

  bool is_output() const { return role != Role::In; }
  std::uint64_t elements() const {
    std::uint64_t product = 1;
    for (std::uint64_t extent : shape) product *= extent;
    return product;
  }
  std::uint64_t size_bytes() const { return elements() * npusim::size_bytes(dtype); }
};

/// A run argument that is a number, or a struct of a launch. It stands among the tensors in
/// data.json, and is passed by value: its place counts among the scalars only.
struct ScalarArgument {
  std::string name;
  DType dtype = DType::INT32;
  std::uint64_t bits = 0;  ///< the element's bytes, zero-extended
  std::optional<StructValue> structure;
};

}  // namespace npusim
