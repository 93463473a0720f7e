// SPDX-License-Identifier: Apache-2.0
// Reading one dataset of an HDF5 file, fast when most of it is zero or repeats itself: chunks that
// are not allocated are skipped, and a chunk whose stored (compressed) bytes equal those of a chunk
// read before is not decompressed again.
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

/// Element type as stored and shape. Throws InputError: no HDF5 file, no such dataset, another
/// type.
std::pair<DType, std::vector<std::uint64_t>> describe_dataset(const std::filesystem::path& file,
                                                              const std::string& dataset);

/// Reads all elements into `zeroed`, which holds zeros; returns the ranges that may be non-zero,
/// sorted and disjoint.
std::vector<ByteRange> read_dataset(const std::filesystem::path& file, const std::string& dataset,
                                    std::byte* zeroed);

/// The paths of all datasets of the file, in alphabetical order.
std::vector<std::string> list_datasets(const std::filesystem::path& file);

}  // namespace npusim::traces
