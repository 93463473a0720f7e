// SPDX-License-Identifier: Apache-2.0
// How long the device lets an operation run, a launch or a whole run of the task runtime
// (task-runtime.md 1.4), as the knob op.limit says.
#pragma once

#include <cstdint>
#include <string>

#include "models/arch/cycle.h"
#include "models/arch/knobs.h"

namespace npusim {

class OpLimit {
 public:
  explicit OpLimit(const Knobs& knobs) : milliseconds_(knobs.op_limit) {}

  Cycle cycles() const;
  /// After this the host gives up waiting for the stream.
  Cycle host_cycles() const;
  /// "1 s that an operation has (--set op.limit=MS gives it more)".
  std::string described() const;

 private:
  std::int64_t milliseconds_;
};

}  // namespace npusim
