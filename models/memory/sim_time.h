// SPDX-License-Identifier: Apache-2.0
// Simulated time in SystemC: one time-resolution unit is one core cycle.
//
// A process may run ahead of SystemC (temporal decoupling, IEEE 1666 section 10): what it does next
// then has its own, later time, and no other process has to stop for it. It may do so only while it
// looks at nothing that others change; before it does, it catches up:
//
//   run_ahead(3)   the process is 3 cycles later, SystemC is not
//   now()          the time of the process that runs
//   catch_up()     SystemC gets there, and everything before it has happened
//
// Whoever suspends a process does it with the functions here, so that the next one finds 0 ahead.
#pragma once

#include <systemc>
#include <utility>

#include "models/arch/cycle.h"

namespace npusim {

namespace time_detail {
inline Cycle ahead = 0;  ///< how far the process that runs is ahead
}

inline sc_core::sc_time to_sc(Cycle cycles) { return sc_core::sc_time::from_value(cycles); }

/// The cycle before which everything has happened.
inline Cycle settled() { return sc_core::sc_time_stamp().value(); }

/// The current cycle of the process that runs.
inline Cycle now() { return settled() + time_detail::ahead; }

/// Takes `cycles` and whatever the process is ahead; events within them happen.
inline void pass(Cycle cycles) {
  cycles += std::exchange(time_detail::ahead, 0);
  if (cycles > 0) sc_core::wait(to_sc(cycles));
}

/// The same up to `cycle`, if that is later than now.
inline void pass_until(Cycle cycle) {
  if (cycle > now()) pass(cycle - now());
}

/// Whatever others have done before now() is done when it returns.
inline void catch_up() { pass(0); }

/// So far at most, so that a process that only ever runs ahead lets the others live.
constexpr Cycle kMostAhead = 256;

/// Takes `cycles`, but lets nothing happen.
inline void run_ahead(Cycle cycles) {
  time_detail::ahead += cycles;
  if (time_detail::ahead > kMostAhead) catch_up();
}

/// Waits for `event` from settled() on, as if the process had not run ahead.
inline void wait_from_settled(sc_core::sc_event& event) {
  time_detail::ahead = 0;
  sc_core::wait(event);
}

/// Whoever waits for `event` goes on at now().
inline void notify_now(sc_core::sc_event& event) { event.notify(to_sc(time_detail::ahead)); }

[[noreturn]] inline void never_go_on() {
  catch_up();
  const sc_core::sc_event never;
  while (true) sc_core::wait(never);
}

}  // namespace npusim
