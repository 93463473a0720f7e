// SPDX-License-Identifier: Apache-2.0
// HDF5 checks what it stores of its own (metadata), and deflate checks columns; texts of attributes
// and lists of names it stores unchecked. This number, stored beside them, tells when one of them
// changed.
#pragma once

#include <cstdint>

#include "traces/format/trace_header.h"

namespace npusim::traces {

/// CRC-32 of every text, number and name of a header, each with its length. Attribute header_crc32.
std::uint32_t header_digest(const TraceHeader& header);

}  // namespace npusim::traces
