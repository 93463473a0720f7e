// SPDX-License-Identifier: Apache-2.0
// Which core and which block a kernel runs on, and the time (intrinsics.md 2.6, 4.1).
#pragma once

#include "cce/crossing.h"
#include "cce/port/code_place.h"
#include "cce/state.h"

/// std::uint32_t, because libraries declare it again so.
inline std::uint32_t get_block_idx() {
  return static_cast<std::uint32_t>(
      npusim::device::read_register(npusim::port::SpecialRegister::BlockIndex));
}
NPUSIM_INTRINSIC std::int64_t get_block_num() {
  return npusim::device::read_register(npusim::port::SpecialRegister::BlockCount);
}
// In parentheses: kernels replace the name by a macro before they include a library.
NPUSIM_INTRINSIC std::int64_t(get_subblockid)() {
  return npusim::device::read_register(npusim::port::SpecialRegister::SubBlockIndex);
}
NPUSIM_INTRINSIC std::int64_t get_subblockdim() {
  return npusim::device::read_register(npusim::port::SpecialRegister::SubBlockCount);
}
NPUSIM_INTRINSIC std::int64_t get_coreid() {
  return npusim::device::read_register(npusim::port::SpecialRegister::CoreIndex);
}
/// Ticks of 20 ns.
NPUSIM_INTRINSIC std::int64_t get_sys_cnt() {
  return npusim::device::read_register(npusim::port::SpecialRegister::SystemCounter);
}
/// The scalar unit has one thread.
NPUSIM_INTRINSIC std::int64_t get_thread_dim() { return 1; }
NPUSIM_INTRINSIC std::int64_t get_thread_id() { return 0; }
/// [43:32]: the core's version.
NPUSIM_INTRINSIC std::int64_t get_arch_ver() { return std::int64_t{220} << 32; }

namespace npusim::device {

/// A place in the kernel's code, from the start of its object, which is the same in every run.
NPUSIM_CROSSING std::int64_t program_counter() {
  return npusim::port::offset_in_object(NPUSIM_PLACE);
}

/// A register that a kernel names like a variable: an object, because libraries have parameters of
/// the same name.
template <port::SpecialRegister Which>
struct Variable {
  NPUSIM_INTRINSIC operator std::int64_t() const { return read_register(Which); }
};

}  // namespace npusim::device

NPUSIM_INTRINSIC std::int64_t get_pc() { return npusim::device::program_counter(); }

inline constexpr npusim::device::Variable<npusim::port::SpecialRegister::BlockIndex> block_idx;
inline constexpr npusim::device::Variable<npusim::port::SpecialRegister::BlockCount> block_num;
