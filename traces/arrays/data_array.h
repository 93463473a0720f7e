// SPDX-License-Identifier: Apache-2.0
// One of a program's outputs or goldens inside a trace (--trace-data).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/arch/dtype.h"

namespace npusim::traces {

/// An array that the trace will hold, by its place in the file.
struct DataArray {
  std::string group;  ///< "outputs" or "goldens"
  std::string name;   ///< of the argument
  DType dtype = DType::FLOAT32;
  std::vector<std::uint64_t> shape;
  friend bool operator==(const DataArray&, const DataArray&) = default;
};

}  // namespace npusim::traces
