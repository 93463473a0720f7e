// SPDX-License-Identifier: Apache-2.0
// Event objects: an instruction's result recorded as a flag, and waited for by naming the event as
// an argument of a later instruction (tile-isa.md section 1.3).
#pragma once

#include <cstdint>
#include <type_traits>

#include "pto/isa/core_functions.hpp"

namespace pto {

/// Names of operations and the pipe each runs on, from the table below.
enum class Op : std::uint16_t {
#define NPUSIM_OP_PIPE(NAME, PIPE) NAME,
#include "pto/common/op_pipe.def"
#undef NPUSIM_OP_PIPE
  OP_COUNT
};

namespace detail {
inline constexpr pipe_t kOpPipes[] = {
#define NPUSIM_OP_PIPE(NAME, PIPE) PIPE,
#include "pto/common/op_pipe.def"
#undef NPUSIM_OP_PIPE
};
constexpr pipe_t pipe_of(Op op) { return kOpPipes[static_cast<int>(op)]; }

/// Event ids of automatic events go round 0..7, for each core and each pair of pipes.
inline constexpr int kMaxCores = 128;
NPUSIM_LIBRARY_CALL inline int next_event_id(pipe_t source, pipe_t target) {
  static std::uint8_t next[kMaxCores][8][8];
  std::uint8_t& id = next[get_coreid() % kMaxCores][source][target];
  const int result = id;
  id = static_cast<std::uint8_t>((id + 1) % EVENT_ID_MAX);
  return result;
}
}  // namespace detail

/// What an instruction returns.
struct RecordEvent {};

struct EventBaseTag {};
template <typename T>
struct is_event : std::is_base_of<EventBaseTag, T> {};
template <typename... Ts>
inline constexpr bool all_events_v = (is_event<Ts>::value && ...);

/// Between operations of one pipe: a barrier when waited for. Else a flag, set when recorded.
template <Op SrcOp, Op DstOp, bool AutoToken = true, event_t EventID = EVENT_ID0>
struct Event : EventBaseTag {
  static constexpr Op srcOp = SrcOp;
  static constexpr Op dstOp = DstOp;
  static constexpr pipe_t srcPipe = detail::pipe_of(SrcOp);
  static constexpr pipe_t dstPipe = detail::pipe_of(DstOp);
  static constexpr bool isSamePipe = srcPipe == dstPipe;
  /// Acc to Vec and Vec to Mat cross to the other core of the cluster: flags of the FFTS.
  static constexpr bool IsCrossCore =
      (SrcOp == Op::TMOV_A2V && dstPipe == PIPE_V) ||
      ((SrcOp == Op::TMOV_V2M || SrcOp == Op::TEXTRACT_V2M) && dstPipe == PIPE_MTE1);
  static_assert(!IsCrossCore || !AutoToken, "an event between cores needs a given EventID");

  const int token = AutoToken ? detail::next_event_id(srcPipe, dstPipe) : EventID;

  PTO_INTERNAL Event() = default;
  PTO_INTERNAL Event(RecordEvent) { Init(); }
  PTO_INTERNAL Event& operator=(RecordEvent) { return Init(); }

  template <std::uint8_t CrossCoreId = 0xff>
  PTO_INTERNAL Event& Init() {
    if constexpr (IsCrossCore) {
      static_assert(CrossCoreId != 0xff, "give the flag id: Init<id>()");
      ffts_cross_core_sync(srcPipe, 1u | (2u << 4) | (std::uint32_t{CrossCoreId} << 8));
    } else if constexpr (!isSamePipe) {
      set_flag(srcPipe, dstPipe, token);
    }
    return *this;
  }
  template <std::uint8_t CrossCoreId = 0xff>
  PTO_INTERNAL Event& Record() {
    return Init<CrossCoreId>();
  }
  template <std::uint8_t CrossCoreId = 0xff>
  NPUSIM_LIBRARY_CALL Event& Wait() {
    wait_at<CrossCoreId>(NPUSIM_SITE);
    return *this;
  }
  /// As Wait, on behalf of the statement at `site`.
  template <std::uint8_t CrossCoreId = 0xff>
  PTO_INTERNAL void wait_at(const void* site) const {
    if constexpr (IsCrossCore) {
      static_assert(CrossCoreId != 0xff, "give the flag id: Wait<id>()");
      npusim_cross_core_wait(CrossCoreId, site);
    } else if constexpr (isSamePipe) {
      npusim_pipe_barrier(detail::number(srcPipe), site, 0);
    } else {
      npusim_wait_flag(detail::number(srcPipe), detail::number(dstPipe), token, site, 0);
    }
  }
  PTO_INTERNAL Event& InitAddr(std::uint64_t) { return *this; }
};

template <typename... Events>
PTO_INTERNAL void WaitAllEvents(Events&... events) {
  (events.Wait(), ...);
}

template <pipe_t Source, pipe_t Target>
PTO_INTERNAL void PtoSetWaitFlag(event_t set_id = EVENT_ID0, event_t wait_id = EVENT_ID0) {
  set_flag(Source, Target, set_id);
  wait_flag(Source, Target, wait_id);
}

/// TSYNC<op>(): a barrier of the pipe that op runs on.
template <Op Operation>
NPUSIM_LIBRARY_CALL void TSYNC() {
  npusim_pipe_barrier(detail::number(detail::pipe_of(Operation)), NPUSIM_SITE, 0);
}
/// TSYNC(events...): waits for each.
template <typename... Events>
NPUSIM_LIBRARY_CALL void TSYNC(Events&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
}

}  // namespace pto
