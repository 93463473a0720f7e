// SPDX-License-Identifier: Apache-2.0
// The checksum that HDF5 puts behind its metadata: Bob Jenkins' lookup3 hash (HDF5 File Format
// Specification 3.0, section on checksums).
#pragma once

#include <cstdint>
#include <span>

namespace npusim::traces::hdf5 {

std::uint32_t metadata_checksum(std::span<const unsigned char> bytes);

}  // namespace npusim::traces::hdf5
