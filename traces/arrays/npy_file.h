// SPDX-License-Identifier: Apache-2.0
// NumPy's .npy files: one array, little endian, C order. Format versions 1 to 3:
//   0  6  magic "\x93NUMPY"    6  1  major version    7  1  minor version
//   8  2  header bytes (version 1) or 8  4  header bytes (versions 2, 3), little endian
//   then the header, a Python dict literal: {'descr': '<f4', 'fortran_order': False, 'shape': (2,
//   3)} then the elements.
// bfloat16 has no NumPy type: its bits are stored as uint16.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

#include "models/arch/byte_range.h"
#include "models/arch/dtype.h"

namespace npusim::traces {

/// Element type and shape. Throws InputError if the file is not such a file, or is too short.
std::pair<DType, std::vector<std::uint64_t>> describe_npy(const std::filesystem::path& file);

/// Reads all elements into `zeroed`, which holds zeros; returns the ranges that may be non-zero.
std::vector<ByteRange> read_npy(const std::filesystem::path& file, std::byte* zeroed);

/// Writes an array; pages of zeros become holes of the file. Throws InputError if it cannot.
void write_npy(const std::filesystem::path& file, DType type,
               const std::vector<std::uint64_t>& shape, const std::byte* data);

}  // namespace npusim::traces
