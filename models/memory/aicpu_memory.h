// SPDX-License-Identifier: Apache-2.0
// GM as the AICPU sees it: coherent (task-runtime.md section 5.2).
#pragma once

#include <cstdint>

#include "models/arch/topology.h"

namespace npusim {

class AicpuMemory {
 public:
  virtual ~AicpuMemory() = default;
  /// The bytes as they are in GM now.
  virtual void read(AgentId agent, std::uint64_t address, void* out, std::uint64_t bytes) = 0;
  /// Visible to everybody from the next cycle on.
  virtual void write(AgentId agent, std::uint64_t address, const void* data,
                     std::uint64_t bytes) = 0;
};

}  // namespace npusim
