// SPDX-License-Identifier: Apache-2.0
// The functions that compiled kernels and orchestrations call before their own loads and stores.
//
// They are compiled with -fsanitize=thread and linked without its runtime, so that the compiler's
// calls before each scalar access come here; and with -fsanitize-coverage=trace-pc, whose calls per
// basic block tell a loop that never ends; and with -fsanitize=integer-divide-by-zero. Accesses
// outside the window (stack, constants) are the code's own business; variables are its core's.
#include <cstddef>
#include <cstdint>

#include "models/arch/last_place.h"
#include "models/core/kernel_globals.h"
#include "models/core/repeated_code.h"
#include "models/core/scalar_context.h"
#include "models/memory/address_window.h"

namespace {

std::uint64_t blocks_since_pause = 0;

inline void count(std::uint64_t blocks) {
  blocks_since_pause += blocks;
  if (blocks_since_pause < npusim::kBlocksPerPause) return;
  blocks_since_pause = 0;
  npusim::current_scalar_context().pass_time();
}

/// Memory of the code itself: its stack, constants, variables.
inline void own(std::uint64_t address, long bytes) {
  npusim::kernel_globals().access(address, static_cast<std::uint64_t>(bytes));
}

inline void load(const void* pointer, long bytes, const void* site) {
  const auto address = reinterpret_cast<std::uint64_t>(pointer);
  if (!npusim::in_window(address)) return own(address, bytes);
  npusim::current_scalar_context().before_load(address, static_cast<unsigned>(bytes), site);
}

inline void store(const void* pointer, long bytes, const void* site) {
  const auto address = reinterpret_cast<std::uint64_t>(pointer);
  if (!npusim::in_window(address)) {
    npusim::note_own_write(address);
    return own(address, bytes);
  }
  npusim::current_scalar_context().before_store(address, static_cast<unsigned>(bytes), site);
}

}  // namespace

void npusim::note_code(std::uint64_t blocks) { count(blocks); }

#define NPUSIM_HOOKS(SIZE)                                                        \
  void __tsan_read##SIZE(void* p) { load(p, SIZE, __builtin_return_address(0)); } \
  void __tsan_write##SIZE(void* p) { store(p, SIZE, __builtin_return_address(0)); }

#define NPUSIM_UNALIGNED_HOOKS(SIZE)                                                        \
  void __tsan_unaligned_read##SIZE(void* p) { load(p, SIZE, __builtin_return_address(0)); } \
  void __tsan_unaligned_write##SIZE(void* p) { store(p, SIZE, __builtin_return_address(0)); }

#define NPUSIM_VOLATILE_HOOKS(SIZE)                                                        \
  void __tsan_volatile_read##SIZE(void* p) { load(p, SIZE, __builtin_return_address(0)); } \
  void __tsan_volatile_write##SIZE(void* p) { store(p, SIZE, __builtin_return_address(0)); }

// The signatures are the ones g++ knows these functions by.
extern "C" {
NPUSIM_HOOKS(1)
NPUSIM_HOOKS(2)
NPUSIM_HOOKS(4)
NPUSIM_HOOKS(8)
NPUSIM_HOOKS(16)
NPUSIM_UNALIGNED_HOOKS(2)
NPUSIM_UNALIGNED_HOOKS(4)
NPUSIM_UNALIGNED_HOOKS(8)
NPUSIM_UNALIGNED_HOOKS(16)
NPUSIM_VOLATILE_HOOKS(1)
NPUSIM_VOLATILE_HOOKS(2)
NPUSIM_VOLATILE_HOOKS(4)
NPUSIM_VOLATILE_HOOKS(8)
NPUSIM_VOLATILE_HOOKS(16)

void __tsan_read_range(void* p, long bytes) { load(p, bytes, __builtin_return_address(0)); }
void __tsan_write_range(void* p, long bytes) { store(p, bytes, __builtin_return_address(0)); }

void __tsan_init() {}
void __tsan_func_entry(void*) {}
void __tsan_func_exit(void*) {}
void __tsan_vptr_update(void*, void*) {}
void __tsan_vptr_read(void*) {}

void __sanitizer_cov_trace_pc() {
  npusim::last_place().site = reinterpret_cast<std::uint64_t>(__builtin_return_address(0));
  count(1);
  if (npusim::RepeatedCode::watched == 0) return;
  if (!npusim::code_is_awaited(__builtin_return_address(0))) return;
  npusim::clear_stack_below();
  npusim::look_at_code(__builtin_return_address(0));
}

/// Before an integer division by zero, which some hosts would let pass (aarch64) and compilers may
/// remove, as it is undefined.
void __ubsan_handle_divrem_overflow_abort(void*, void*, void*) {
  npusim::current_scalar_context().stop_after_native_fault(
      {npusim::NativeFault::Kind::DivisionByZero, nullptr, {}}, __builtin_return_address(0));
}
}
