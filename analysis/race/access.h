// SPDX-License-Identifier: Apache-2.0
// One access as the race check remembers it.
#pragma once

#include <cstdint>

#include "analysis/order/clock.h"
#include "models/arch/event.h"

namespace npusim::analysis {

/// What an access does to the bytes it covers, as far as conflicts go.
enum class Effect : std::uint8_t {
  Read,
  Write,
  Atomic,  ///< read-modify-write at the memory
  Rewrite  ///< the clean bytes of a cache line, written back unchanged: harms writers, not readers
};

struct Access {
  InstructionId instruction = 0;  ///< in the program order of its core, or of the AICPU
  AgentId agent = 0;
  MemSpace space = MemSpace::GM;
  Effect effect = Effect::Read;
  AccessPath path = AccessPath::Direct;
  DType dtype = DType::UINT8;
  RunId run = kNoRun;
  Ordinal ordinal = 0;  ///< number of the instruction in its pipe
  Span span;
  Site site = nullptr;
  std::uint16_t opcode = 0;
  std::uint16_t tile_op = 0;
  BlockRef block;
  Cycle cycle = 0;
  // Pipe V (see OrderModel::Start and InstructionEvent).
  std::uint64_t stream_cycle = 0;
  std::uint32_t repeat_cycles = 0;
  std::uint32_t tail_cycles = 0;
};

constexpr bool is_write(const Access& access) { return access.effect != Effect::Read; }

/// A scalar store that is still in its core's data cache.
constexpr bool is_unpublished(const Access& access) {
  return access.path == AccessPath::Cached && access.effect == Effect::Write;
}

enum class Conflict : std::uint8_t { None, Race, OrderFree };

/// Whether two accesses to one byte disturb each other if nothing orders them.
constexpr Conflict conflict(Effect a, Effect b) {
  if (a == Effect::Read && b == Effect::Read) return Conflict::None;
  if (a == Effect::Atomic && b == Effect::Atomic) return Conflict::OrderFree;
  const bool rewrite = a == Effect::Rewrite || b == Effect::Rewrite;
  const bool other_writes =
      (a == Effect::Write || a == Effect::Atomic) || (b == Effect::Write || b == Effect::Atomic);
  return rewrite && !other_writes ? Conflict::None : Conflict::Race;
}

}  // namespace npusim::analysis
