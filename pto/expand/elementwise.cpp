// SPDX-License-Identifier: Apache-2.0
// Tile with tile, and unary: one opcode, cut by walk_lanes.
#include <utility>

#include "pto/expand/expanders.h"
#include "pto/expand/lane_walk.h"
#include "pto/expand/opcode_of.h"

namespace npusim::library::expanders {

void binary(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef* const tiles[] = {&call.tile[0], &call.tile[1], &call.tile[2]};
  emitter.require_plain_rows({tiles[0], tiles[1], tiles[2]});
  LaneInstruction instruction = lanes(opcode_of(call.op), call.tile[0].dtype);
  walk_lanes(emitter, tiles, ContinuityCheck::AtRunTime, [&](const LaneSlice& slice) {
    instruction.repeats = slice.repeats;
    instruction.dst = operand_at(call.tile[0], slice);
    instruction.src0 = operand_at(call.tile[1], slice);
    instruction.src1 = operand_at(call.tile[2], slice);
    emitter.issue(instruction);
  });
}

void unary(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef* const tiles[] = {&call.tile[0], &call.tile[1]};
  emitter.require_plain_rows({tiles[0], tiles[1]});
  LaneInstruction instruction = lanes(opcode_of(call.op), call.tile[0].dtype);
  walk_lanes(emitter, tiles, ContinuityCheck::AtRunTime, [&](const LaneSlice& slice) {
    instruction.repeats = slice.repeats;
    instruction.dst = operand_at(call.tile[0], slice);
    instruction.src0 = operand_at(call.tile[1], slice);
    emitter.issue(instruction);
  });
}

}  // namespace npusim::library::expanders
