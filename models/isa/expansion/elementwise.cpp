// SPDX-License-Identifier: Apache-2.0
// Lane by lane: tile with tile, tile alone, tile with scalar.
#include "models/isa/expansion/families.h"
#include "models/isa/expansion/lane_work.h"

namespace npusim::isa {
namespace {

void issue_with_scalar(const port::TileCall& call, Opcode opcode, std::uint64_t scalar,
                       Issuer& front_end) {
  issue_lanes({opcode, rows_view(call.tile[0]), rows_view(call.tile[1]), {}, scalar}, front_end);
}

/// The bits of minus the value.
std::uint64_t negated(std::uint64_t bits, DType type) {
  const unsigned width = 8 * size_bytes(type);
  const std::uint64_t sign = std::uint64_t{1} << (width - 1);
  if (type == DType::FLOAT32 || type == DType::FLOAT16) return bits ^ sign;
  return (~bits + 1) & (sign | (sign - 1));
}

}  // namespace

template <Opcode opcode>
void expand_binary(const port::TileCall& call, Issuer& front_end) {
  issue_lanes({opcode, rows_view(call.tile[0]), rows_view(call.tile[1]), rows_view(call.tile[2])},
              front_end);
}
template void expand_binary<Opcode::VADD>(const port::TileCall&, Issuer&);
template void expand_binary<Opcode::VSUB>(const port::TileCall&, Issuer&);
template void expand_binary<Opcode::VMUL>(const port::TileCall&, Issuer&);
template void expand_binary<Opcode::VDIV>(const port::TileCall&, Issuer&);
template void expand_binary<Opcode::VMAX>(const port::TileCall&, Issuer&);
template void expand_binary<Opcode::VMIN>(const port::TileCall&, Issuer&);

template <Opcode opcode>
void expand_unary(const port::TileCall& call, Issuer& front_end) {
  issue_lanes({opcode, rows_view(call.tile[0]), rows_view(call.tile[1])}, front_end);
}
template void expand_unary<Opcode::VEXP>(const port::TileCall&, Issuer&);
template void expand_unary<Opcode::VSQRT>(const port::TileCall&, Issuer&);
template void expand_unary<Opcode::VABS>(const port::TileCall&, Issuer&);
template void expand_unary<Opcode::VRELU>(const port::TileCall&, Issuer&);

template <Opcode opcode>
void expand_with_scalar(const port::TileCall& call, Issuer& front_end) {
  issue_with_scalar(call, opcode, scalar_bits(call, call.tile[0].dtype), front_end);
}
template void expand_with_scalar<Opcode::VADDS>(const port::TileCall&, Issuer&);
template void expand_with_scalar<Opcode::VMULS>(const port::TileCall&, Issuer&);
template void expand_with_scalar<Opcode::VMAXS>(const port::TileCall&, Issuer&);
template void expand_with_scalar<Opcode::VMINS>(const port::TileCall&, Issuer&);

/// vadds with minus the scalar.
void expand_subtract_scalar(const port::TileCall& call, Issuer& front_end) {
  const DType type = call.tile[0].dtype;
  issue_with_scalar(call, Opcode::VADDS, negated(scalar_bits(call, type), type), front_end);
}

/// vmuls with -1.
void expand_negate(const port::TileCall& call, Issuer& front_end) {
  issue_with_scalar(call, Opcode::VMULS, number_bits(-1, call.tile[0].dtype), front_end);
}

}  // namespace npusim::isa
