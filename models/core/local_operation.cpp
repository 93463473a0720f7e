// SPDX-License-Identifier: Apache-2.0
#include "models/core/local_operation.h"

#include <algorithm>

#include "models/arch/check.h"

namespace npusim {

LocalOperation::LocalOperation(std::span<const isa::Footprint> footprint) {
  const auto first = [&](bool write) {
    return std::find_if(footprint.begin(), footprint.end(),
                        [write](const isa::Footprint& access) { return access.write == write; });
  };
  const auto written = first(true);
  NPUSIM_CHECK(written != footprint.end());
  target_ = written->space;
  if (const auto read = first(false); read != footprint.end()) source_ = read->space;
}

}  // namespace npusim
