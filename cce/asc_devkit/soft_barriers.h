// SPDX-License-Identifier: Apache-2.0
// The marks that the library sets before and behind its barriers through GM (intrinsics.md 3.3).
#pragma once

#include "cce/crossing.h"
#include "cce/port/port.h"

namespace npusim::device {

NPUSIM_CROSSING void soft_barrier(port::SoftBarrierRole role, std::uint64_t which) {
  npusim_soft_barrier(static_cast<int>(role), which, NPUSIM_PLACE);
}

constexpr std::uint64_t soft_flag(std::int32_t block, std::int32_t event) {
  return std::uint64_t{static_cast<std::uint32_t>(block)} << 32 | static_cast<std::uint32_t>(event);
}

}  // namespace npusim::device

NPUSIM_INTRINSIC void __sync_all_stub(int, bool) {
  npusim::device::soft_barrier(npusim::port::SoftBarrierRole::Everyone, 0);
}
NPUSIM_INTRINSIC void __ib_set_stub(std::int32_t block, std::int32_t event, bool) {
  npusim::device::soft_barrier(npusim::port::SoftBarrierRole::Setter,
                               npusim::device::soft_flag(block, event));
}
NPUSIM_INTRINSIC void __ib_wait_stub(std::int32_t block, std::int32_t event, bool) {
  npusim::device::soft_barrier(npusim::port::SoftBarrierRole::Waiter,
                               npusim::device::soft_flag(block, event));
}
