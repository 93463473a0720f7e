// SPDX-License-Identifier: Apache-2.0
// The runs of a span, one after the other.
#pragma once

#include <cstdint>

#include "models/arch/span.h"

namespace npusim {

/// Calls visit(address) with the first byte of each run of `span`, group by group.
template <typename Visit>
void for_each_run(const Span& span, Visit&& visit) {
  for (std::uint32_t group = 0; group < span.groups; ++group) {
    for (std::uint32_t run = 0; run < span.runs; ++run) {
      visit(span.address + static_cast<std::uint64_t>(span.group_stride * std::int64_t{group} +
                                                      span.run_stride * std::int64_t{run}));
    }
  }
}

}  // namespace npusim
