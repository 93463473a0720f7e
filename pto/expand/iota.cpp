// SPDX-License-Identifier: Apache-2.0
// TCI. The public library has two forms: without tmp a loop of scalar stores, which no flag
// follows (tile-isa.md section 3.8), and with tmp a series on pipe V, here one masked fill for each
// element, which writes the same bytes.
#include <bit>

#include "models/arch/small_float.h"
#include "pto/expand/expanders.h"
#include "pto/expand/vector_emitter.h"

namespace npusim::library::expanders {
namespace {

/// The index in the values of knob isa.tci_pipe.
constexpr std::int64_t kPipeV = 1;

/// start + step*i in the tile's type.
std::uint64_t element(const TileCall& call, std::uint32_t i) {
  const DType type = call.tile[0].dtype;
  const auto offset = static_cast<std::int32_t>(i) * (call.mode[0] != 0 ? -1 : 1);
  if (type == DType::FLOAT32) {
    const float start = std::bit_cast<float>(static_cast<std::uint32_t>(call.scalar));
    return std::bit_cast<std::uint32_t>(start + static_cast<float>(offset));
  }
  if (type == DType::FLOAT16) {
    const float start = float16_to_float(static_cast<std::uint16_t>(call.scalar));
    return float_to_float16_rne(start + static_cast<float>(offset));
  }
  const std::uint64_t all = size_bytes(type) == 4 ? 0xFFFFFFFFu : 0xFFFFu;
  return (call.scalar + static_cast<std::uint64_t>(std::int64_t{offset})) & all;
}

void fill_one_by_one(const TileCall& call, VectorEmitter& emitter, std::uint32_t count) {
  const TileRef& dst = call.tile[0];
  const unsigned per_repeat = lanes_of(dst.dtype);
  LaneInstruction instruction = lanes(Opcode::VECTOR_DUP, dst.dtype);
  for (std::uint32_t i = 0; i < count; ++i) {
    const unsigned lane = i % per_repeat;
    VectorMask mask{false, 0, 0};
    (lane < 64 ? mask.low : mask.high) = std::uint64_t{1} << lane % 64;
    emitter.front_end().set_mask(mask);
    instruction.scalar = element(call, i);
    instruction.dst.address = dst.address + std::uint64_t{i / per_repeat} * kRepeatBytes;
    emitter.issue(instruction);
  }
  emitter.full_mask();
}

}  // namespace

void iota(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef& dst = call.tile[0];
  emitter.require_plain_rows({&dst});
  const unsigned size = size_bytes(dst.dtype);
  emitter.require(size == 2 || size == 4, npusim::name(dst.dtype), "types of 2 or 4 bytes");
  const std::uint32_t count = cols_of(dst);
  if (call.tile_count > 1 || front_end.reading(port::LibraryReading::TciPipe) == kPipeV) {
    return fill_one_by_one(call, emitter, count);
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    front_end.store_ub(dst.address + std::uint64_t{i} * size, element(call, i), size);
  }
}

}  // namespace npusim::library::expanders
