// SPDX-License-Identifier: Apache-2.0
// The unit flags of a core's L0C (models/isa/unit_flag_use.h): pipes M and FIX wait for them inside
// an instruction.
#pragma once

#include <array>
#include <cstdint>
#include <systemc>
#include <vector>

#include "models/arch/cycle.h"
#include "models/isa/unit_flag_use.h"

namespace npusim {

class UnitFlags {
 public:
  /// From an SC_THREAD: waits until all units are as wanted. Returns the instances of the turns
  /// that made them so, ascending; none for units that nobody has turned.
  std::vector<std::uint32_t> wait(const isa::UnitFlagUse& use);

  /// The units turn, as whoever waits for them sees it at `visible`. Returns the turn's instance,
  /// which counts each direction from 1.
  std::uint32_t turn(const isa::UnitFlagUse& use, Cycle visible);

  /// set_fpc with bit 63: all are 0.
  void clear();

 private:
  struct Unit {
    bool set = false;
    Cycle visible = 0;
    std::uint32_t instance = 0;
  };
  std::array<Unit, isa::kUnitCount> units_{};
  std::array<std::uint32_t, 2> instances_{};  ///< turns to 0, to 1
  sc_core::sc_event turned_;
};

}  // namespace npusim
