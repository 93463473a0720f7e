// SPDX-License-Identifier: Apache-2.0
#include "models/core/unit_flags.h"

#include <algorithm>

#include "models/memory/sim_time.h"

namespace npusim {

std::vector<std::uint32_t> UnitFlags::wait(const isa::UnitFlagUse& use) {
  std::vector<std::uint32_t> instances;
  Cycle visible = 0;
  for (const std::uint16_t unit : use.units) {
    while (units_[unit].set != use.wanted) sc_core::wait(turned_);
    visible = std::max(visible, units_[unit].visible);
    if (units_[unit].instance != 0) instances.push_back(units_[unit].instance);
  }
  pass_until(visible);
  std::sort(instances.begin(), instances.end());
  instances.erase(std::unique(instances.begin(), instances.end()), instances.end());
  return instances;
}

std::uint32_t UnitFlags::turn(const isa::UnitFlagUse& use, Cycle visible) {
  const bool set = !use.wanted;
  const std::uint32_t instance = ++instances_[set ? 1 : 0];
  for (const std::uint16_t unit : use.units) units_[unit] = {set, visible, instance};
  turned_.notify(sc_core::SC_ZERO_TIME);
  return instance;
}

void UnitFlags::clear() {
  units_.fill({});
  turned_.notify(sc_core::SC_ZERO_TIME);
}

}  // namespace npusim
