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
  bool beyond = false;                        ///< AccessKind::ReadBeyond
  AccessKind update = AccessKind::AtomicAdd;  ///< of an atomic one: what it does
  RunId run = kNoRun;
  Ordinal ordinal = 0;  ///< number of the instruction in its pipe
  Span span;
  Site site = nullptr;
  std::uint16_t opcode = 0;
  std::uint16_t tile_op = 0;
  BlockRef block;
  bool of_barrier = false;  ///< of a barrier through GM, itself
  bool informed = false;    ///< flags from other cores had reached its own
  Cycle cycle = 0;
  // Pipe V (see OrderModel::Start and InstructionEvent).
  std::uint64_t stream_cycle = 0;
  std::uint32_t repeat_cycles = 0;
  std::uint32_t tail_cycles = 0;
  std::uint32_t stands_for = 1;  ///< accesses of one line that this one is remembered for
};

constexpr bool is_write(const Access& access) { return access.effect != Effect::Read; }

/// A scalar store that is still in its core's data cache.
constexpr bool is_unpublished(const Access& access) {
  return access.path == AccessPath::Cached && access.effect == Effect::Write;
}

enum class Conflict : std::uint8_t { None, Race, OrderFree };

/// Of the scalar unit: st_atomic and loads (gm.atomic_flag).
constexpr bool is_flag_access(const Access& access) {
  return access.space == MemSpace::GM && is_core_agent(access.agent) &&
         pipe_of(access.agent) == Pipe::S &&
         (access.effect == Effect::Read || access.effect == Effect::Atomic);
}

/// Of two atomic accesses: additions of one type commute, as do maxima and minima. Additions of
/// different types do not, and neither do additions and maxima.
constexpr bool commute(const Access& a, const Access& b) {
  return a.dtype == b.dtype && a.update == b.update;
}

/// Whether two accesses to one byte disturb each other if nothing orders them.
constexpr Conflict conflict(const Access& a, const Access& b) {
  if (a.effect == Effect::Read && b.effect == Effect::Read) return Conflict::None;
  if (a.of_barrier && b.of_barrier) return Conflict::None;
  if (a.effect != b.effect && is_flag_access(a) && is_flag_access(b)) return Conflict::None;
  if (a.effect == Effect::Atomic && b.effect == Effect::Atomic) {
    return commute(a, b) ? Conflict::OrderFree : Conflict::Race;
  }
  const auto writes = [](Effect effect) {
    return effect == Effect::Write || effect == Effect::Atomic;
  };
  const bool rewrite = a.effect == Effect::Rewrite || b.effect == Effect::Rewrite;
  return rewrite && !writes(a.effect) && !writes(b.effect) ? Conflict::None : Conflict::Race;
}

}  // namespace npusim::analysis
