// SPDX-License-Identifier: Apache-2.0
#include "tests/models/isa/vector/random_vector.h"

#include <algorithm>

namespace npusim::test {
namespace {

using isa::Opcode;

constexpr Opcode kBoth[] = {Opcode::VADD,  Opcode::VSUB,  Opcode::VMUL,  Opcode::VDIV,
                            Opcode::VMAX,  Opcode::VMIN,  Opcode::VADDS, Opcode::VMULS,
                            Opcode::VMAXS, Opcode::VMINS, Opcode::VEXP,  Opcode::VLN,
                            Opcode::VSQRT, Opcode::VABS,  Opcode::VRELU, Opcode::VECTOR_DUP};
constexpr Opcode kOthers[] = {Opcode::VCONV,   Opcode::VCADD,     Opcode::VCMAX,
                              Opcode::VCMIN,   Opcode::VBRCB,     Opcode::VREDUCEV2,
                              Opcode::VGATHER, Opcode::VCMPVS,    Opcode::SET_CMPMASK,
                              Opcode::VSEL,    Opcode::VNCHWCONV, Opcode::COPY_UB_TO_UB};
constexpr DType kFloats[] = {DType::FLOAT32, DType::FLOAT16};
constexpr DType kAll[] = {DType::FLOAT32, DType::FLOAT16, DType::INT32, DType::INT16};
constexpr DType kNarrow[] = {DType::FLOAT16, DType::BFLOAT16, DType::INT32,
                             DType::INT16,   DType::INT8,     DType::UINT8};

bool float_only(Opcode opcode) {
  constexpr Opcode kFloatOnly[] = {Opcode::VDIV,   Opcode::VEXP,  Opcode::VLN,   Opcode::VSQRT,
                                   Opcode::VABS,   Opcode::VCADD, Opcode::VCMAX, Opcode::VCMIN,
                                   Opcode::VCMPVS, Opcode::VRELU};
  return std::find(std::begin(kFloatOnly), std::end(kFloatOnly), opcode) != std::end(kFloatOnly);
}

void set_modes(Random& random, isa::Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::VCONV:
      instruction.src_dtype = DType::FLOAT32;
      instruction.dtype = random.pick(kNarrow);
      if (random.one_in(3)) std::swap(instruction.dtype, instruction.src_dtype);
      instruction.mode = static_cast<std::int32_t>(random.below(7));
      instruction.mode2 = static_cast<std::int32_t>(random.below(3)) - 1;
      break;
    case Opcode::VCADD:
      if (random.one_in(3)) {
        instruction.mode = 1;
        instruction.mode2 = static_cast<std::int32_t>(1 + random.below(300));
      }
      break;
    case Opcode::VREDUCEV2:
      instruction.mode = static_cast<std::int32_t>(1 + random.below(7));
      break;
    case Opcode::VCMPVS:
      instruction.mode = static_cast<std::int32_t>(random.below(6));
      break;
    case Opcode::VSEL:
      instruction.mode = 0;
      break;
    case Opcode::VNCHWCONV:
      instruction.mode2 = static_cast<std::int32_t>(random.below(17));
      break;
    case Opcode::COPY_UB_TO_UB:
      instruction.mode = static_cast<std::int32_t>(1 + random.below(10));
      break;
    case Opcode::VGATHER:
      instruction.scalar = 64 + random.below(512);
      break;
    default:
      break;
  }
}

}  // namespace

isa::Instruction random_instruction(Random& random) {
  isa::Instruction instruction;
  instruction.opcode = random.one_in(2) ? random.pick(kBoth) : random.pick(kOthers);
  instruction.dtype = float_only(instruction.opcode) ? random.pick(kFloats) : random.pick(kAll);
  instruction.src_dtype = instruction.dtype;
  instruction.scalar = std::bit_cast<std::uint32_t>(static_cast<float>(random.below(9)) - 4.0f);
  set_modes(random, instruction);
  const unsigned size =
      instruction.opcode == Opcode::VCONV
          ? std::max(size_bytes(instruction.dtype), size_bytes(instruction.src_dtype))
          : size_bytes(instruction.dtype);
  instruction.repeats = 1 + static_cast<std::uint32_t>(random.below(5));
  if (instruction.opcode == Opcode::SET_CMPMASK) instruction.repeats = 1;
  instruction.mask = random_mask(random, kRepeatBytes / size, instruction.repeats);
  if (instruction.opcode == Opcode::VREDUCEV2 && instruction.mask.count_mode) {
    instruction.mask.low = 1 + random.below(200);  // lanes of a row
  }
  instruction.dst = random_operand(random, true);
  instruction.src[0] = random.one_in(4) ? instruction.dst : random_operand(random, false);
  instruction.src[1] = random.one_in(4) ? instruction.dst : random_operand(random, false);
  if (instruction.opcode == Opcode::VGATHER) {
    // Results over offsets yet to be read would make offsets of their own: in place, or apart.
    instruction.dst.address = 8192 + random.below(32) * 32;
    if (size == 4 && random.one_in(3)) {
      instruction.src[0] = {instruction.src[0].address, 1, 8};
      instruction.dst = instruction.src[0];
    }
  }
  return instruction;
}

}  // namespace npusim::test
