// SPDX-License-Identifier: Apache-2.0
// A program's outputs and goldens in the file of a trace: one HDF5 dataset an array, of its shape.
// What is all zero takes no space, and what repeats itself is compressed once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/arch/byte_range.h"
#include "traces/arrays/data_array.h"
#include "traces/hdf5/handle.h"
#include "traces/write/chunk_encoder.h"

namespace npusim::traces {

/// The chunks of an array: each is one run of its bytes, but for what sticks out at the end.
struct ArrayChunks {
  std::vector<std::uint64_t> extents;
  std::uint64_t bytes = 0;      ///< of a whole chunk
  std::uint64_t row_bytes = 0;  ///< of one step in dimension `split`
  std::size_t split = 0;        ///< dimensions behind are whole, those before have extent 1
};
ArrayChunks chunks_of(const DataArray& array);

/// The arrays that a trace has. Throws Hdf5Error for what cannot be one.
std::vector<DataArray> list_arrays(hid_t file);

/// Creates the dataset, all zeros. bfloat16 is stored as its bits, uint16; the attribute dtype says
/// what they are. Throws Hdf5Error.
hdf5::Dataset create_array(hid_t group, const DataArray& array);

/// Stores the elements at `data`. Only bytes in `nonzero` (sorted, disjoint) are looked at: all
/// others must be zero. Throws Hdf5Error.
void write_array(hid_t dataset, const DataArray& array, const std::byte* data,
                 const std::vector<ByteRange>& nonzero, ChunkEncoder& encoder);

}  // namespace npusim::traces
