// SPDX-License-Identifier: Apache-2.0
// memcpy, memmove, memset and memcmp as loaded kernels and orchestrations call them: accesses like
// any other. The library's own would go past the model. Programs are linked with --wrap, so that
// these are theirs alone; clang calls them by names of its own, for copies of structures too.
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "models/core/kernel_globals.h"
#include "models/core/repeated_code.h"
#include "models/core/scalar_context.h"
#include "models/memory/address_window.h"

namespace {

/// Others are of the code's own memory.
bool reaches_device(const void* pointer, std::size_t bytes) {
  const auto address = reinterpret_cast<std::uint64_t>(pointer);
  if (bytes == 0) return false;
  if (npusim::in_window(address)) return true;
  npusim::kernel_globals().access(address, bytes);
  return false;
}

void load(const void* pointer, std::size_t bytes, const void* site) {
  if (!reaches_device(pointer, bytes)) return;
  npusim::current_scalar_context().before_load(reinterpret_cast<std::uint64_t>(pointer),
                                               static_cast<unsigned>(bytes), site);
}

void store(const void* pointer, std::size_t bytes, const void* site) {
  if (!reaches_device(pointer, bytes)) {
    npusim::note_own_write(reinterpret_cast<std::uint64_t>(pointer));
    return;
  }
  npusim::current_scalar_context().before_store(reinterpret_cast<std::uint64_t>(pointer),
                                                static_cast<unsigned>(bytes), site);
}

}  // namespace

// By the linker's name for a call of the program, and by the one that clang's instrumentation gives
// it.
#define NPUSIM_MEMORY_FUNCTIONS(PREFIX)                                  \
  void* PREFIX##memcpy(void* to, const void* from, std::size_t bytes) {  \
    load(from, bytes, __builtin_return_address(0));                      \
    store(to, bytes, __builtin_return_address(0));                       \
    return std::memmove(to, from, bytes);                                \
  }                                                                      \
  void* PREFIX##memmove(void* to, const void* from, std::size_t bytes) { \
    load(from, bytes, __builtin_return_address(0));                      \
    store(to, bytes, __builtin_return_address(0));                       \
    return std::memmove(to, from, bytes);                                \
  }                                                                      \
  void* PREFIX##memset(void* to, int value, std::size_t bytes) {         \
    store(to, bytes, __builtin_return_address(0));                       \
    return std::memset(to, value, bytes);                                \
  }

extern "C" {
NPUSIM_MEMORY_FUNCTIONS(__wrap_)
NPUSIM_MEMORY_FUNCTIONS(__tsan_)

int __wrap_memcmp(const void* a, const void* b, std::size_t bytes) {
  load(a, bytes, __builtin_return_address(0));
  load(b, bytes, __builtin_return_address(0));
  return std::memcmp(a, b, bytes);
}
}
