// SPDX-License-Identifier: Apache-2.0
// Communication between NPUs: signals within the device (signals.hpp); the other names compile and
// are not modelled.
#pragma once

#include <cstdint>

#include "pto/comm/signals.hpp"
#include "pto/isa/unmodelled_functions.hpp"

namespace pto::comm {

enum class ReduceOp : std::uint8_t { Sum = 0, Max = 1, Min = 2 };
enum class DmaEngine : std::uint8_t { SDMA = 0, URMA = 1, RDMA = 2 };

class AsyncSession {};

struct AsyncEvent {
  std::uint64_t handle = 0;
  DmaEngine engine = DmaEngine::SDMA;

  constexpr bool valid() const { return handle != 0; }
  /// Over since long: transfers that take time stop the run where they begin.
  bool Wait(const AsyncSession&) const { return true; }
  bool Test(const AsyncSession&) const { return true; }
};

template <typename GlobalData>
struct ParallelGroup {
  template <typename... Arguments>
  PTO_INTERNAL explicit ParallelGroup(Arguments&&...) {}
};

/// A counter in GM.
using Signal = GlobalTensor<std::int32_t, Shape<1, 1, 1, 1, 1>, Stride<1, 1, 1, 1, 1>, Layout::ND>;

NPUSIM_UNMODELLED_FUNCTION(RecordEvent, TPUT)
NPUSIM_UNMODELLED_FUNCTION(RecordEvent, TGET)
NPUSIM_UNMODELLED_FUNCTION(RecordEvent, TREDUCE)
NPUSIM_UNMODELLED_FUNCTION(RecordEvent, TBROADCAST)
NPUSIM_UNMODELLED_FUNCTION(RecordEvent, TGATHER)
NPUSIM_UNMODELLED_FUNCTION(RecordEvent, TSCATTER)
NPUSIM_UNMODELLED_FUNCTION(AsyncEvent, TPUT_ASYNC)
NPUSIM_UNMODELLED_FUNCTION(AsyncEvent, TGET_ASYNC)
NPUSIM_UNMODELLED_FUNCTION(bool, BuildAsyncSession)

}  // namespace pto::comm
