// SPDX-License-Identifier: Apache-2.0
// Division by and of a scalar: the scalar is spread over the result's place first, so the result may
// not lie on the source (tile-isa.md section 3.3).
#include "models/isa/expansion/families.h"
#include "models/isa/expansion/lane_work.h"

namespace npusim::isa {
namespace {

void divide(const port::TileCall& call, std::uint64_t scalar, bool scalar_first,
            Issuer& front_end) {
  const RowsView dst = rows_view(call.tile[0]);
  const RowsView src = rows_view(call.tile[1]);
  if (dst.dtype != DType::FLOAT32 && dst.dtype != DType::FLOAT16) {
    not_modelled(call, front_end, "of integers");
  }
  issue_lanes({Opcode::VECTOR_DUP, dst, {}, {}, scalar}, front_end);
  front_end.pipe_barrier(Pipe::V);
  if (scalar_first) {
    issue_lanes({Opcode::VDIV, dst, dst, src}, front_end);
  } else {
    issue_lanes({Opcode::VDIV, dst, src, dst}, front_end);
  }
}

}  // namespace

void expand_divide_scalar(const port::TileCall& call, Issuer& front_end) {
  const bool in_place = call.tile[0].address == call.tile[1].address;
  if (in_place && !call.scalar_first) {
    not_modelled(call, front_end, "in place (the library multiplies by the reciprocal then)");
  }
  divide(call, scalar_bits(call, call.tile[0].dtype), call.scalar_first, front_end);
}

void expand_reciprocal(const port::TileCall& call, Issuer& front_end) {
  divide(call, number_bits(1, call.tile[0].dtype), true, front_end);
}

}  // namespace npusim::isa
