// SPDX-License-Identifier: Apache-2.0
// State of a core that kernels set: mask, atomic mode, registers; and what instructions leave in
// registers (intrinsics.md 2.1, 2.2, 3.5).
#pragma once

#include "cce/crossing.h"
#include "cce/port/scalar_port.h"

namespace npusim::device {

NPUSIM_INTRINSIC void write_register(port::SpecialRegister which, std::uint64_t value) {
  npusim_write_register(static_cast<int>(which), value);
}
NPUSIM_INTRINSIC std::int64_t read_register(port::SpecialRegister which) {
  return static_cast<std::int64_t>(npusim_read_register(static_cast<int>(which)));
}

/// A scalar that a register holds in its low bits, whatever type a kernel gives it in.
template <typename T>
constexpr std::uint64_t register_bits(T value) {
  if constexpr (std::is_integral_v<T>)
    return static_cast<std::uint64_t>(value);
  else
    return bits_of(value);
}

}  // namespace npusim::device

NPUSIM_INTRINSIC void set_mask_norm() { npusim_set_mask_mode(0); }
NPUSIM_INTRINSIC void set_mask_count() { npusim_set_mask_mode(1); }
NPUSIM_INTRINSIC void set_vector_mask(std::uint64_t high, std::uint64_t low) {
  npusim_set_vector_mask(high, low);
}

#define NPUSIM_REGISTER(name, Register)                                             \
  NPUSIM_INTRINSIC void set_##name(std::uint64_t value) {                           \
    npusim::device::write_register(npusim::port::SpecialRegister::Register, value); \
  }
#include "cce/state.def"
#undef NPUSIM_REGISTER
namespace npusim::device {

constexpr port::SpecialRegister held(unsigned number) {
  return static_cast<port::SpecialRegister>(static_cast<unsigned>(port::SpecialRegister::Held) +
                                            number);
}

}  // namespace npusim::device
#define NPUSIM_HELD(name, number)                                        \
  NPUSIM_INTRINSIC void set_##name(std::uint64_t value) {                \
    npusim::device::write_register(npusim::device::held(number), value); \
  }
#define NPUSIM_HELD_READ(name, number)                                  \
  NPUSIM_HELD(name, number)                                             \
  NPUSIM_INTRINSIC std::int64_t get_##name() {                          \
    return npusim::device::read_register(npusim::device::held(number)); \
  }
#include "cce/held.def"
#undef NPUSIM_HELD
#undef NPUSIM_HELD_READ
NPUSIM_INTRINSIC std::int64_t get_ctrl() {
  return npusim::device::read_register(npusim::port::SpecialRegister::Control);
}
NPUSIM_INTRINSIC std::int64_t get_fpc() {
  return npusim::device::read_register(npusim::port::SpecialRegister::FixPipeConfig);
}

template <typename T>
NPUSIM_INTRINSIC void set_deqscale(T value) {
  npusim::device::write_register(npusim::port::SpecialRegister::DequantScale,
                                 npusim::device::register_bits(value));
}
template <typename T>
NPUSIM_INTRINSIC void set_padding(T value) {
  npusim::device::write_register(npusim::port::SpecialRegister::Padding,
                                 npusim::device::register_bits(value));
}
/// The register holds a float; a half is one too.
template <typename T>
NPUSIM_INTRINSIC void set_lrelu_alpha(T value) {
  using npusim::device::bits_of;
  std::uint64_t bits = 0;
  if constexpr (std::is_integral_v<T>)
    bits = value;
  else
    bits = bits_of(static_cast<float>(value));
  npusim::device::write_register(npusim::port::SpecialRegister::LeakyReluAlpha, bits);
}

// How stores to GM combine with what is there: operation and type are fields of their own.
#define NPUSIM_DEFINE_ATOMIC_OPERATION(name, Operation)                       \
  NPUSIM_INTRINSIC void set_atomic_##name() {                                 \
    npusim::device::write_register(                                           \
        npusim::port::SpecialRegister::AtomicOperation,                       \
        static_cast<std::uint64_t>(npusim::isa::AtomicOperation::Operation)); \
  }
#define NPUSIM_DEFINE_ATOMIC_TYPE(name, Type)                                        \
  NPUSIM_INTRINSIC void set_atomic_##name() {                                        \
    npusim::device::write_register(npusim::port::SpecialRegister::AtomicType,        \
                                   static_cast<std::uint64_t>(npusim::DType::Type)); \
  }
NPUSIM_DEFINE_ATOMIC_OPERATION(none, None)
NPUSIM_DEFINE_ATOMIC_OPERATION(add, Add)
NPUSIM_DEFINE_ATOMIC_OPERATION(max, Max)
NPUSIM_DEFINE_ATOMIC_OPERATION(min, Min)
NPUSIM_DEFINE_ATOMIC_TYPE(f32, FLOAT32)
NPUSIM_DEFINE_ATOMIC_TYPE(f16, FLOAT16)
NPUSIM_DEFINE_ATOMIC_TYPE(bf16, BFLOAT16)
NPUSIM_DEFINE_ATOMIC_TYPE(s32, INT32)
NPUSIM_DEFINE_ATOMIC_TYPE(s16, INT16)
NPUSIM_DEFINE_ATOMIC_TYPE(s8, INT8)

/// What st_atomic does. [2:0] type, [4:3] operation.
NPUSIM_INTRINSIC void set_st_atomic_cfg(std::uint64_t value) {
  npusim::device::write_register(npusim::port::SpecialRegister::ScalarAtomic, value);
}
NPUSIM_INTRINSIC void set_st_atomic_cfg(atomic_type_t type, atomic_op_t operation) {
  set_st_atomic_cfg(static_cast<std::uint64_t>(type) | static_cast<std::uint64_t>(operation) << 3);
}
NPUSIM_INTRINSIC std::int64_t get_st_atomic_cfg() {
  return npusim::device::read_register(npusim::port::SpecialRegister::ScalarAtomic);
}

// What the last instruction of a kind left; reading it is a scalar access that a flag must order.
#define NPUSIM_DEFINE_RESULT(name, Register)                                           \
  NPUSIM_INTRINSIC std::int64_t get_##name() {                                         \
    return static_cast<std::int64_t>(                                                  \
        npusim_read_result(static_cast<int>(npusim::port::ResultRegister::Register))); \
  }
NPUSIM_DEFINE_RESULT(rsvd_cnt, KeptElements)
NPUSIM_DEFINE_RESULT(vms4_sr, MergedElements)
NPUSIM_DEFINE_RESULT(max_min_cnt, Extreme)
NPUSIM_DEFINE_RESULT(acc_val, Accumulated)
