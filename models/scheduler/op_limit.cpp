// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/op_limit.h"

#include <fmt/format.h>

#include "models/timing/runtime_costs.h"

namespace npusim {

Cycle OpLimit::cycles() const { return cycles_from_ns(static_cast<double>(milliseconds_) * 1e6); }

Cycle OpLimit::host_cycles() const {
  return cycles() + cycles_from_ns(runtime_costs::kHostPatienceNs);
}

std::string OpLimit::described() const {
  return fmt::format("{} s that an operation has (--set op.limit=MS gives it more)",
                     static_cast<double>(milliseconds_) / 1e3);
}

}  // namespace npusim
