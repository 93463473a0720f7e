// SPDX-License-Identifier: Apache-2.0
// The includes that open a kernel's source. Many kernels of a program open alike, with the tile
// library's headers, and reading those takes longer than the rest of a kernel: so they are
// precompiled (build_cache.h).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace npusim {

/// These lines, one `#include` each: the longest run of library headers that stands before
/// everything else in the source, comments and guarded definitions of the compiler's keywords
/// (`#ifndef __gm__` ...) aside. A unit that begins with them is the same unit, whatever comes
/// after. Empty if the tile library is not among them. A header that also lies in `folder`, the
/// source's own, is the source's own.
std::string source_opening(std::string_view source, const std::filesystem::path& folder);

}  // namespace npusim
