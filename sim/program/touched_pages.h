// SPDX-License-Identifier: Apache-2.0
// Which pages of a private mapping this process has written, so that comparing large tensors costs
// what was written and not what was mapped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/arch/byte_range.h"

namespace npusim {

/// Ranges of pages, relative to `mapping`, that may differ from the file it maps: sorted, disjoint.
/// Requires: a page-aligned MAP_PRIVATE mapping of `bytes` bytes. Everything, if the system does
/// not say. Never leaves out a page that was written.
std::vector<ByteRange> touched_pages(const std::byte* mapping, std::uint64_t bytes);

}  // namespace npusim
