// SPDX-License-Identifier: Apache-2.0
// Functions that the NPU compiler builds in: flags, barriers, cache maintenance, masks, registers.
// Global names, because kernels call them without pto::.
#pragma once

#include <cstdint>

#include "cce/port/code_place.h"
#include "cce/port/port.h"
#include "cce/port/scalar_port.h"
#include "pto/common/attributes.hpp"
#include "pto/common/pto_tile.hpp"

// Flags and barriers inside one core (tile-isa.md section 1.3).
NPUSIM_LIBRARY_CALL inline void set_flag(pipe_t source, pipe_t target, int event_id) {
  npusim_set_flag(source, target, event_id, NPUSIM_SITE, 0);
}
NPUSIM_LIBRARY_CALL inline void wait_flag(pipe_t source, pipe_t target, int event_id) {
  npusim_wait_flag(source, target, event_id, NPUSIM_SITE, 0);
}
NPUSIM_LIBRARY_CALL inline void pipe_barrier(pipe_t pipe) {
  npusim_pipe_barrier(pipe, NPUSIM_SITE, 0);
}

// Flags between cores (tile-isa.md section 1.4).
NPUSIM_LIBRARY_CALL inline void ffts_cross_core_sync(pipe_t pipe, std::uint64_t message) {
  npusim_cross_core_set(pipe, message, NPUSIM_SITE);
}
NPUSIM_LIBRARY_CALL inline void wait_flag_dev(int flag_id) {
  npusim_cross_core_wait(flag_id, NPUSIM_SITE);
}
/// The model's flag unit needs no address.
PTO_INTERNAL void set_ffts_base_addr(std::uint64_t) {}

// The scalar unit's data cache (tile-isa.md section 1.5). Without a destination a changed line is
// written out as well.
NPUSIM_LIBRARY_CALL inline void dcci(const volatile void* address, int scope,
                                     int destination = CACHELINE_OUT) {
  npusim_dcci(const_cast<const void*>(address), scope, destination == CACHELINE_OUT, NPUSIM_SITE);
}
NPUSIM_LIBRARY_CALL inline void dsb(mem_dsb_t kind) { npusim_dsb(kind, NPUSIM_SITE); }

// Vector mask: state of the core (tile-isa.md section 1.7).
NPUSIM_LIBRARY_CALL inline void set_mask_norm() { npusim_set_mask_mode(0); }
NPUSIM_LIBRARY_CALL inline void set_mask_count() { npusim_set_mask_mode(1); }
NPUSIM_LIBRARY_CALL inline void set_vector_mask(std::uint64_t high, std::uint64_t low) {
  npusim_set_vector_mask(high, low);
}

// Registers.
namespace pto::detail {
NPUSIM_LIBRARY_CALL inline std::int64_t read_register(npusim::port::SpecialRegister which) {
  return static_cast<std::int64_t>(npusim_read_register(static_cast<int>(which)));
}
/// The hardware keeps operation and element type apart.
NPUSIM_LIBRARY_CALL inline void set_atomic_type(npusim::DType type) {
  npusim_write_register(static_cast<int>(npusim::port::SpecialRegister::AtomicType),
                        static_cast<std::uint64_t>(type));
}
NPUSIM_LIBRARY_CALL inline void set_atomic_operation(std::uint64_t operation) {
  npusim_write_register(static_cast<int>(npusim::port::SpecialRegister::AtomicOperation),
                        operation);
}
}  // namespace pto::detail

// What stores to GM do. The element type is the store's own in the model.
PTO_INTERNAL void set_atomic_none() { pto::detail::set_atomic_operation(0); }
PTO_INTERNAL void set_atomic_add() { pto::detail::set_atomic_operation(1); }
PTO_INTERNAL void set_atomic_f32() { pto::detail::set_atomic_type(npusim::DType::FLOAT32); }
PTO_INTERNAL void set_atomic_f16() { pto::detail::set_atomic_type(npusim::DType::FLOAT16); }
PTO_INTERNAL void set_atomic_bf16() { pto::detail::set_atomic_type(npusim::DType::BFLOAT16); }
PTO_INTERNAL void set_atomic_s32() { pto::detail::set_atomic_type(npusim::DType::INT32); }
PTO_INTERNAL void set_atomic_s16() { pto::detail::set_atomic_type(npusim::DType::INT16); }
PTO_INTERNAL void set_atomic_s8() { pto::detail::set_atomic_type(npusim::DType::INT8); }

PTO_INTERNAL std::int64_t get_block_idx() {
  return pto::detail::read_register(npusim::port::SpecialRegister::BlockIndex);
}
PTO_INTERNAL std::int64_t get_block_num() {
  return pto::detail::read_register(npusim::port::SpecialRegister::BlockCount);
}
// In parentheses: kernels replace the name by a macro before they include this.
PTO_INTERNAL std::int64_t(get_subblockid)() {
  return pto::detail::read_register(npusim::port::SpecialRegister::SubBlockIndex);
}
PTO_INTERNAL std::int64_t get_subblockdim() {
  return pto::detail::read_register(npusim::port::SpecialRegister::SubBlockCount);
}
PTO_INTERNAL std::int64_t get_coreid() {
  return pto::detail::read_register(npusim::port::SpecialRegister::CoreIndex);
}
PTO_INTERNAL std::int64_t get_sys_cnt() {
  return pto::detail::read_register(npusim::port::SpecialRegister::SystemCounter);
}

/// A place in the kernel's code, from the start of its object, which is the same in every run.
NPUSIM_LIBRARY_CALL inline std::int64_t get_pc() {
  return npusim::port::offset_in_object(NPUSIM_SITE);
}

namespace pto::detail {
/// A register that a kernel names like a variable: an object, because libraries have parameters of
/// the same name.
template <npusim::port::SpecialRegister Which>
struct RegisterVariable {
  PTO_INTERNAL operator std::int64_t() const { return read_register(Which); }
};
}  // namespace pto::detail
inline constexpr pto::detail::RegisterVariable<npusim::port::SpecialRegister::BlockIndex> block_idx;
inline constexpr pto::detail::RegisterVariable<npusim::port::SpecialRegister::BlockCount> block_num;

// Hints for the instruction cache: nothing that a kernel can see comes of them.
template <typename T>
PTO_INTERNAL void preload(T*, std::int64_t = 0) {}
PTO_INTERNAL std::int64_t get_icache_prl_st() { return 0; }

PTO_INTERNAL std::uint64_t get_ctrl() {
  return static_cast<std::uint64_t>(
      pto::detail::read_register(npusim::port::SpecialRegister::Control));
}
NPUSIM_LIBRARY_CALL inline void set_ctrl(std::uint64_t value) {
  npusim_write_register(static_cast<int>(npusim::port::SpecialRegister::Control), value);
}
PTO_INTERNAL constexpr std::uint64_t sbitset0(std::uint64_t value, int bit) {
  return value & ~(std::uint64_t{1} << bit);
}
PTO_INTERNAL constexpr std::uint64_t sbitset1(std::uint64_t value, int bit) {
  return value | (std::uint64_t{1} << bit);
}

[[noreturn]] NPUSIM_LIBRARY_CALL inline void trap() { npusim_trap(NPUSIM_SITE); }

/// What a kernel prints goes to npusim's standard error, with task, block, core and cycle.
namespace cce {
template <typename... Arguments>
PTO_INTERNAL int printf(const char* format, Arguments... arguments) {
  const auto printable = [](auto value) {
    if constexpr (std::is_class_v<decltype(value)>)
      return static_cast<double>(static_cast<float>(value));
    else
      return value;
  };
  return npusim_printf(format, printable(arguments)...);
}
}  // namespace cce

/// The address of a tile's data is the data (public headers take it from a register).
template <typename Pointer>
PTO_INTERNAL Pointer __cce_get_tile_ptr(Pointer pointer) {
  return pointer;
}
