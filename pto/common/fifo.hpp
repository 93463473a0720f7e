// SPDX-License-Identifier: Apache-2.0
// Rings of tiles between the cores of a cluster, for TPUSH and TPOP: the types compile; none is
// modelled.
#pragma once

#include <cstdint>

#include "pto/common/type.hpp"
#include "pto/isa/unmodelled_functions.hpp"

namespace pto {
namespace detail {

/// The producing or the consuming end.
struct RingEnd {
  NPUSIM_UNMODELLED_FUNCTION(int, getTileId)
  NPUSIM_UNMODELLED_FUNCTION(int, getSubTileId)
  NPUSIM_UNMODELLED_FUNCTION(void, setTileId)
  NPUSIM_UNMODELLED_FUNCTION(void, setEntryOffset)
  NPUSIM_UNMODELLED_FUNCTION(void, setAllocateStatus)
  NPUSIM_UNMODELLED_FUNCTION(void, setRecordStatus)
  NPUSIM_UNMODELLED_FUNCTION(void, setFreeStatus)
  NPUSIM_UNMODELLED_FUNCTION(void, setWaitStatus)
  NPUSIM_UNMODELLED_FUNCTION(bool, getAllocateStatus)
  NPUSIM_UNMODELLED_FUNCTION(bool, getRecordStatus)
  NPUSIM_UNMODELLED_FUNCTION(bool, getFreeStatus)
  NPUSIM_UNMODELLED_FUNCTION(bool, getWaitStatus)
};

}  // namespace detail

template <std::uint8_t FlagID, std::uint8_t DirType, std::uint32_t SlotSize, std::uint32_t SlotNum,
          std::uint32_t LocalSlotNum = 2, bool IsNoSplit = false, bool UnitFlag = false>
struct TPipe {
  template <typename... Arguments>
  PTO_INTERNAL explicit TPipe(Arguments&&...) {}

  detail::RingEnd prod;
  detail::RingEnd cons;
};

}  // namespace pto
