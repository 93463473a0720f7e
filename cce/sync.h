// SPDX-License-Identifier: Apache-2.0
// Flags and barriers inside a core, and flags between cores (intrinsics.md 3.1, 3.2).
#pragma once

#include "cce/crossing.h"

namespace npusim::device {

NPUSIM_CROSSING void set_event(pipe_t source, pipe_t target, int event) {
  npusim_set_flag(pipe_number(source), pipe_number(target), event, NPUSIM_PLACE, 0);
}
NPUSIM_CROSSING void wait_event(pipe_t source, pipe_t target, int event) {
  npusim_wait_flag(pipe_number(source), pipe_number(target), event, NPUSIM_PLACE, 0);
}
NPUSIM_CROSSING void barrier(pipe_t pipe) {
  npusim_pipe_barrier(pipe_number(pipe), NPUSIM_PLACE, 0);
}
NPUSIM_CROSSING void cross_core_set(pipe_t pipe, std::uint64_t message) {
  npusim_cross_core_set(pipe_number(pipe), message, NPUSIM_PLACE);
}
NPUSIM_CROSSING void cross_core_wait(int flag) { npusim_cross_core_wait(flag, NPUSIM_PLACE); }
NPUSIM_CROSSING void fence(mem_dsb_t kind) { npusim_dsb(kind, NPUSIM_PLACE); }

}  // namespace npusim::device

// An event is an enumerator of any enumeration or a number.
template <typename Event>
NPUSIM_INTRINSIC void set_flag(pipe_t source, pipe_t target, Event event) {
  npusim::device::set_event(source, target, static_cast<int>(event));
}
template <typename Event>
NPUSIM_INTRINSIC void wait_flag(pipe_t source, pipe_t target, Event event) {
  npusim::device::wait_event(source, target, static_cast<int>(event));
}
NPUSIM_INTRINSIC void pipe_barrier(pipe_t pipe) { npusim::device::barrier(pipe); }

NPUSIM_INTRINSIC void ffts_cross_core_sync(pipe_t pipe, std::uint64_t message) {
  npusim::device::cross_core_set(pipe, message);
}
NPUSIM_INTRINSIC void wait_flag_dev(std::int64_t flag) {
  npusim::device::cross_core_wait(static_cast<int>(flag));
}
NPUSIM_INTRINSIC void wait_flag_dev(pipe_t, std::int64_t flag) {
  npusim::device::cross_core_wait(static_cast<int>(flag));
}
NPUSIM_INTRINSIC void dsb(mem_dsb_t kind) { npusim::device::fence(kind); }
