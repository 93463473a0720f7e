// SPDX-License-Identifier: Apache-2.0
// Reading the "init" and "golden" members of data.json into recipes that are known to fit the
// tensor.
#pragma once

#include <filesystem>

#include "models/arch/dtype.h"
#include "sim/program/contents.h"
#include "sim/program/dataset_source.h"
#include "sim/program/json_value.h"

namespace npusim {

/// The tensor that a recipe is for, and where its files are.
struct TensorContext {
  std::filesystem::path folder;  ///< relative paths start here
  DatasetSource source;
  DType dtype = DType::FLOAT32;
  Shape shape;

  std::uint64_t elements() const {
    std::uint64_t product = 1;
    for (std::uint64_t extent : shape) product *= extent;
    return product;
  }
};

Contents read_init(const JsonValue& value, const TensorContext& tensor);

}  // namespace npusim
