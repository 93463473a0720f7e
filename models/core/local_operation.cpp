// SPDX-License-Identifier: Apache-2.0
#include "models/core/local_operation.h"

#include <algorithm>

#include "models/arch/check.h"

namespace npusim {

LocalOperation::LocalOperation(std::span<const isa::Footprint> footprint) {
  const auto written = std::find_if(footprint.begin(), footprint.end(),
                                    [](const isa::Footprint& access) { return access.write; });
  NPUSIM_CHECK(written != footprint.end());
  target_ = written->space;
  for (const isa::Footprint& access : footprint) {
    if (!access.write) reads_[static_cast<unsigned>(access.space)] = true;
  }
}

}  // namespace npusim
