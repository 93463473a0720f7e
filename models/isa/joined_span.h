// SPDX-License-Identifier: Apache-2.0
// Spans of equal runs, joined where they touch: what footprints are made of.
#pragma once

#include <cstdint>

#include "models/arch/span.h"

namespace npusim::isa {

/// `groups` x `runs` runs of `run_bytes` bytes. 0 bytes if any of the three is 0.
constexpr Span joined_span(std::uint64_t address, std::uint32_t run_bytes, std::uint32_t runs,
                           std::int64_t run_stride, std::uint32_t groups = 1,
                           std::int64_t group_stride = 0) {
  if (run_bytes == 0 || runs == 0 || groups == 0) return contiguous(address, 0);
  if (runs == 1 || run_stride == std::int64_t{run_bytes}) {
    run_bytes *= runs;
    runs = groups;
    run_stride = group_stride;
    groups = 1;
  } else if (groups > 1 && group_stride == std::int64_t{run_bytes} &&
             run_stride >= std::int64_t{run_bytes} * groups) {  // groups fill gaps between runs
    run_bytes *= groups;
    groups = 1;
  } else if (groups > 1 && group_stride == run_stride * std::int64_t{runs}) {
    runs *= groups;
    groups = 1;
  }
  if (groups == 1 && run_stride == std::int64_t{run_bytes}) {
    run_bytes *= runs;
    runs = 1;
  }
  Span span = contiguous(address, run_bytes);
  span.runs = runs;
  span.run_stride = runs > 1 ? run_stride : 0;
  span.groups = groups;
  span.group_stride = groups > 1 ? group_stride : 0;
  return span;
}

}  // namespace npusim::isa
