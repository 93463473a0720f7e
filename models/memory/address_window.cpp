// SPDX-License-Identifier: Apache-2.0
#include "models/memory/address_window.h"

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fmt/format.h>
#include <sys/mman.h>

namespace npusim {

void reserve_address_window() {
  static bool reserved = false;
  if (reserved) return;
  void* const wanted = reinterpret_cast<void*>(kWindowBase);
  void* const got = mmap(wanted, kWindowEnd - kWindowBase, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
  if (got != wanted) {
    throw std::runtime_error(
        fmt::format("cannot reserve {} GiB of address space at {:#x} for device memory: {}; is "
                    "'ulimit -v' set?",
                    (kWindowEnd - kWindowBase) >> 30, kWindowBase, std::strerror(errno)));
  }
  reserved = true;
}

}  // namespace npusim
