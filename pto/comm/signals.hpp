// SPDX-License-Identifier: Apache-2.0
// Signals: words of GM that kernels of this device add to and wait for (tile-isa.md 3.1). What lies
// on another device is not in GM, and so out of bounds.
#pragma once

#include <cstdint>

#include "pto/common/global_tensor.hpp"
#include "pto/isa/core_functions.hpp"
#include "pto/isa/instruction_builder.hpp"

namespace pto::comm {

enum class NotifyOp : std::uint8_t { AtomicAdd = 0, Set = 1 };
enum class WaitCmp : std::uint8_t { EQ = 0, NE = 1, GT = 2, GE = 3, LT = 4, LE = 5 };

namespace detail {

PTO_INTERNAL bool holds(std::int32_t signal, std::int32_t value, WaitCmp compare) {
  switch (compare) {
    case WaitCmp::EQ:
      return signal == value;
    case WaitCmp::NE:
      return signal != value;
    case WaitCmp::GT:
      return signal > value;
    case WaitCmp::GE:
      return signal >= value;
    case WaitCmp::LT:
      return signal < value;
    case WaitCmp::LE:
      return signal <= value;
  }
  return false;
}

/// Whether it holds for every word of the tensor, read at the memory.
template <pto::detail::AnyGlobal Signals>
PTO_INTERNAL bool all_hold(const Signals& signals, std::int32_t value, WaitCmp compare,
                           const void* site) {
  std::int64_t words = 1;
  for (int dim = 0; dim < 5; ++dim) words *= signals.GetShape(dim);
  for (std::int64_t word = 0; word < words; ++word) {
    std::int64_t offset = 0, rest = word;
    for (int dim = 5; dim-- > 0;) {
      offset += rest % signals.GetShape(dim) * signals.GetStride(dim);
      rest /= signals.GetShape(dim);
    }
    const auto address = reinterpret_cast<std::uint64_t>(signals.data() + offset);
    const std::uint64_t bits = npusim_load_gm(address, sizeof(std::int32_t), site);
    if (!holds(static_cast<std::int32_t>(bits), value, compare)) return false;
  }
  return true;
}

}  // namespace detail

/// The word changes at the memory; then all pipes are drained. Setting a word, other than adding to
/// it, is not modelled: nothing would say that who sees it comes after.
template <pto::detail::AnyGlobal Signal>
NPUSIM_LIBRARY_CALL void TNOTIFY(Signal& signal, std::int32_t value, NotifyOp op) {
  if (op == NotifyOp::Set) npusim_not_modelled("TNOTIFY with NotifyOp::Set", NPUSIM_SITE);
  set_st_atomic_cfg(ATOMIC_S32, ATOMIC_SUM);
  npusim_store_atomic(reinterpret_cast<std::uint64_t>(signal.data()),
                      static_cast<std::uint32_t>(value), sizeof(std::int32_t), NPUSIM_SITE);
  npusim_dsb(DSB_DDR, NPUSIM_SITE);
  npusim_pipe_barrier(pto::detail::number(PIPE_ALL), NPUSIM_SITE, 0);
}
/// Until the comparison holds for all words.
template <pto::detail::AnyGlobal Signals>
NPUSIM_LIBRARY_CALL void TWAIT(Signals& signals, std::int32_t value, WaitCmp compare) {
  constexpr int kPollsToBarrier = 64;
  for (int polls = 1; !detail::all_hold(signals, value, compare, NPUSIM_SITE); ++polls) {
    if (polls % kPollsToBarrier == 0)
      npusim_pipe_barrier(pto::detail::number(PIPE_ALL), NPUSIM_SITE, 0);
  }
}
template <pto::detail::AnyGlobal Signals>
NPUSIM_LIBRARY_CALL bool TTEST(Signals& signals, std::int32_t value, WaitCmp compare) {
  return detail::all_hold(signals, value, compare, NPUSIM_SITE);
}

}  // namespace pto::comm
