// SPDX-License-Identifier: Apache-2.0
// How sim gets at arrays in files without knowing any file format: two functions that the command
// line passes in (traces/arrays/array_file.h has them).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "models/arch/byte_range.h"
#include "models/arch/dtype.h"

namespace npusim {

using Shape = std::vector<std::uint64_t>;

struct DatasetSource {
  /// Element type as stored (bfloat16 is stored as uint16) and shape. `dataset` is empty for .npy.
  std::function<std::pair<DType, Shape>(const std::filesystem::path& file,
                                        const std::string& dataset)>
      describe;
  /// Reads the whole array into `zeroed`, which holds only zeros; leaves pages that stay zero
  /// untouched. Returns the byte ranges that may be non-zero, sorted and disjoint.
  std::function<std::vector<ByteRange>(const std::filesystem::path& file,
                                       const std::string& dataset, std::byte* zeroed)>
      read;
};

}  // namespace npusim
