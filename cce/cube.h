// SPDX-License-Identifier: Apache-2.0
// Matrix products (intrinsics.md 2.5).
#pragma once

#include "cce/crossing.h"

namespace npusim::device {

/// What all forms of mad share, in their order; the short forms leave out some.
struct ProductForm {
  std::uint16_t m, k, n;
  std::uint8_t unit_flag;
  bool k_aligned_to_16;
  bool source_is_bias;
  bool starts_from_zero;
};

NPUSIM_CROSSING void multiply(isa::Opcode opcode, DType c_type, DType a_type, DType b_type,
                              const void* c, const void* a, const void* b, std::uint64_t bias,
                              ProductForm form) {
  isa::ProductInstruction instruction;
  instruction.opcode = opcode;
  instruction.c_type = c_type;
  instruction.a_type = a_type;
  instruction.b_type = b_type;
  instruction.c = local(c);
  instruction.a = local(a);
  instruction.b = local(b);
  instruction.bias = bias & 0xFFFFFFFF;
  instruction.m = form.m;
  instruction.k = form.k;
  instruction.n = form.n;
  instruction.unit_flag = form.unit_flag;
  instruction.k_aligned_to_16 = form.k_aligned_to_16;
  instruction.start = form.starts_from_zero ? isa::ProductStart::Zero
                      : form.source_is_bias ? isa::ProductStart::Bias
                                            : isa::ProductStart::Accumulator;
  npusim_issue_product(&instruction, NPUSIM_PLACE, 0);
}

/// Without an address of its own, a product with a bias finds the row where its accumulator's
/// address says: the pointer's high half (intrinsics.md 2.5).
template <typename C>
std::uint64_t bias_of(C* c) {
  return reinterpret_cast<std::uint64_t>(c) >> 32;
}

}  // namespace npusim::device

#define NPUSIM_DEFINE_MAD(C, A, B)                                                                \
  NPUSIM_INTRINSIC void mad(C* c, A* a, B* b, std::uint16_t m, std::uint16_t k, std::uint16_t n,  \
                            std::uint8_t unit_flag, bool k_direction_align, bool source_is_bias,  \
                            bool starts_from_zero) {                                              \
    npusim::device::multiply(                                                                     \
        npusim::isa::Opcode::MAD, npusim::device::dtype_of<C>(), npusim::device::dtype_of<A>(),   \
        npusim::device::dtype_of<B>(), c, a, b, npusim::device::bias_of(c),                       \
        {m, k, n, unit_flag, k_direction_align, source_is_bias, starts_from_zero});               \
  }                                                                                               \
  NPUSIM_INTRINSIC void mad(C* c, A* a, B* b, std::uint64_t bias, std::uint16_t m,                \
                            std::uint16_t k, std::uint16_t n, std::uint8_t unit_flag,             \
                            bool k_direction_align, bool source_is_bias, bool starts_from_zero) { \
    npusim::device::multiply(                                                                     \
        npusim::isa::Opcode::MAD, npusim::device::dtype_of<C>(), npusim::device::dtype_of<A>(),   \
        npusim::device::dtype_of<B>(), c, a, b, bias,                                             \
        {m, k, n, unit_flag, k_direction_align, source_is_bias, starts_from_zero});               \
  }                                                                                               \
  NPUSIM_INTRINSIC void mad(C* c, A* a, B* b, std::uint16_t m, std::uint16_t k, std::uint16_t n,  \
                            std::uint8_t feature_offset, std::uint8_t mask_offset,                \
                            std::uint8_t unit_flag, bool k_direction_align, bool weight_offset,   \
                            bool source_is_bias, bool starts_from_zero) {                         \
    if (feature_offset != 0 || mask_offset != 0 || weight_offset) {                               \
      npusim::device::not_modelled("mad with offsets");                                           \
    }                                                                                             \
    mad(c, a, b, m, k, n, unit_flag, k_direction_align, source_is_bias, starts_from_zero);        \
  }
NPUSIM_DEFINE_MAD(float, half, half)
NPUSIM_DEFINE_MAD(float, bfloat16_t, bfloat16_t)
NPUSIM_DEFINE_MAD(float, float, float)
NPUSIM_DEFINE_MAD(half, half, half)
NPUSIM_DEFINE_MAD(std::int32_t, std::int8_t, std::int8_t)
NPUSIM_DEFINE_MAD(std::int32_t, std::uint8_t, std::int8_t)
NPUSIM_DEFINE_MAD(std::int32_t, std::uint8_t, std::uint8_t)
NPUSIM_DEFINE_MAD(std::uint32_t, std::uint8_t, std::uint8_t)

NPUSIM_INTRINSIC void mad_s4(std::int32_t* c, void* a, void* b, std::uint16_t m, std::uint16_t k,
                             std::uint16_t n, std::uint8_t unit_flag, bool k_direction_align,
                             bool source_is_bias, bool starts_from_zero) {
  npusim::device::multiply(
      npusim::isa::Opcode::MAD_S4, npusim::DType::INT32, npusim::DType::INT8, npusim::DType::INT8,
      c, a, b, npusim::device::bias_of(c),
      {m, k, n, unit_flag, k_direction_align, source_is_bias, starts_from_zero});
}
NPUSIM_INTRINSIC void mad_s4(std::int32_t* c, void* a, void* b, std::uint16_t m, std::uint16_t k,
                             std::uint16_t n, std::uint8_t feature_offset, std::uint8_t mask_offset,
                             std::uint8_t unit_flag, bool k_direction_align, bool weight_offset,
                             bool source_is_bias, bool starts_from_zero) {
  if (feature_offset != 0 || mask_offset != 0 || weight_offset) {
    npusim::device::not_modelled("mad_s4 with offsets");
  }
  mad_s4(c, a, b, m, k, n, unit_flag, k_direction_align, source_is_bias, starts_from_zero);
}
NPUSIM_INTRINSIC void mad_sp(std::int32_t* c, std::int8_t* a, std::int8_t* b, std::uint16_t m,
                             std::uint16_t k, std::uint16_t n, std::uint8_t unit_flag,
                             bool source_is_bias, bool starts_from_zero) {
  npusim::device::multiply(npusim::isa::Opcode::MAD_SPARSE, npusim::DType::INT32,
                           npusim::DType::INT8, npusim::DType::INT8, c, a, b,
                           npusim::device::bias_of(c),
                           {m, k, n, unit_flag, false, source_is_bias, starts_from_zero});
}
