// SPDX-License-Identifier: Apache-2.0
// Arrays in files, whatever the format: .npy, or a dataset of an HDF5 file. The signatures are
// those of sim/program/dataset_source.h: DatasetSource{traces::describe_array, traces::read_array}.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "models/arch/byte_range.h"
#include "models/arch/dtype.h"

namespace npusim::traces {

/// Element type as stored (bfloat16 as uint16) and shape. `dataset` is empty for .npy. InputError.
std::pair<DType, std::vector<std::uint64_t>> describe_array(const std::filesystem::path& file,
                                                            const std::string& dataset);

/// Reads all elements into `zeroed`, which holds zeros; returns the ranges that may be non-zero,
/// sorted and disjoint. Pages that stay zero are not touched.
std::vector<ByteRange> read_array(const std::filesystem::path& file, const std::string& dataset,
                                  std::byte* zeroed);

}  // namespace npusim::traces
