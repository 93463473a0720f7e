// SPDX-License-Identifier: Apache-2.0
// Places in a kernel's code as numbers that are the same in every run.
#pragma once

#include <cstdint>

extern "C" __attribute__((visibility("hidden"))) const char __ehdr_start[];  // from the linker

namespace npusim::port {

/// Bytes from the start of the kernel's shared object.
inline std::int64_t offset_in_object(const void* place) {
  return static_cast<const char*>(place) - __ehdr_start;
}

}  // namespace npusim::port
