// SPDX-License-Identifier: Apache-2.0
// Registers of a core that instructions take along when they are issued, in program order
// (intrinsics.md 2.1 rule 1 and 2.2).
#pragma once

#include <array>
#include <cstdint>

#include "cce/port/atomic_mode.h"
#include "cce/port/port.h"
#include "cce/port/vector_operand.h"
#include "models/isa/instruction.h"

namespace npusim::isa {

struct Registers {
  VectorMask mask;
  std::uint64_t control = 0;   ///< CTRL
  std::uint64_t deqscale = 0;  ///< DEQSCALE
  AtomicMode atomic;
  std::uint64_t scalar_atomic = 0;                         ///< ST_ATOMIC_CFG
  std::uint64_t pad_value = 0;                             ///< MOV_PAD_VAL
  std::uint64_t quant_pre = 0;                             ///< QUANT_PRE
  std::uint64_t fpc = 0;                                   ///< FPC
  std::uint64_t nd_para = 0;                               ///< ND_PARA
  std::uint64_t leaky_alpha = 0;                           ///< LRELU_ALPHA, bits of float32
  std::uint64_t fmatrix = 0, fmatrix_b = 0;                ///< FMATRIX, FMATRIX_B
  std::uint64_t l3d_repeat = 1 << 16;                      ///< L3D_RPT: once, until it is written
  std::uint64_t l1_3d_size = 0;                            ///< L1_3D_SIZE
  std::uint64_t padding = 0;                               ///< PADDING
  std::array<std::array<std::uint64_t, 8>, 8> va{};        ///< VA0 .. VA7: UB addresses
  std::array<std::uint64_t, port::kHeldRegisters> held{};  ///< that no instruction takes along
};

/// Copies into the operands what they take from the registers. In count mode the repeats of an
/// instruction whose lanes the mask counts come from it too.
void capture(Operands& operands, const Registers& registers);

/// Whether captured operands compute something, and the mask leaves none of their lanes.
bool has_no_lane(const Operands& operands);

}  // namespace npusim::isa
