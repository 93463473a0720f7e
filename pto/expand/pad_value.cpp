// SPDX-License-Identifier: Apache-2.0
#include "pto/expand/pad_value.h"

namespace npusim::library {
namespace {

constexpr std::uint64_t kPadZero = 1, kPadMax = 2, kPadMin = 3;  ///< PadValue

}  // namespace

std::uint64_t pad_bits(const TileRef& tile) {
  const DType type = tile.dtype;
  const unsigned width = size_bytes(type) * 8;
  const std::uint64_t all = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
  if (tile.pad_value > kPadMin) return tile.pad_value & 0xFFFFFFFFu & all;
  if (tile.pad_value <= kPadZero) return 0;
  const bool maximum = tile.pad_value == kPadMax;
  const std::uint64_t sign = std::uint64_t{1} << (width - 1);
  switch (type) {
    case DType::FLOAT32:
      return maximum ? 0x7F800000u : 0xFF800000u;
    case DType::FLOAT16:
      return maximum ? 0x7C00u : 0xFC00u;
    case DType::BFLOAT16:
      return maximum ? 0x7F80u : 0xFF80u;
    case DType::INT64:
    case DType::UINT64:
      return 0;
    case DType::INT8:
    case DType::INT16:
    case DType::INT32:
      return maximum ? sign - 1 : sign;
    case DType::UINT8:
    case DType::UINT16:
    case DType::UINT32:
      return maximum ? all : 0;
  }
  return 0;
}

void begin_atomic_add(const TileCall& call, VectorEmitter& emitter) {
  using port::SpecialRegister;
  emitter.front_end().write_register(SpecialRegister::AtomicType,
                                     static_cast<std::uint64_t>(call.global.dtype));
  emitter.front_end().write_register(SpecialRegister::AtomicOperation,
                                     static_cast<std::uint64_t>(isa::AtomicOperation::Add));
}

void end_atomic_add(VectorEmitter& emitter) {
  emitter.front_end().write_register(port::SpecialRegister::AtomicOperation,
                                     static_cast<std::uint64_t>(isa::AtomicOperation::None));
}

}  // namespace npusim::library
