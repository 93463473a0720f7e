// SPDX-License-Identifier: Apache-2.0
// Simulated time in SystemC: one time-resolution unit is one core cycle.
#pragma once

#include <systemc>

#include "models/arch/cycle.h"

namespace npusim {

inline sc_core::sc_time to_sc(Cycle cycles) { return sc_core::sc_time::from_value(cycles); }

/// The current cycle.
inline Cycle now() { return sc_core::sc_time_stamp().value(); }

}  // namespace npusim
