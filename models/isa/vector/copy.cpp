// SPDX-License-Identifier: Apache-2.0
// COPY_UB_TO_UB: bursts of whole blocks, one a repeat. The mask does not apply.
#include <cstring>

#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

std::uint32_t burst_bytes(const BlockCopy& copy) { return copy.burst_blocks * kBlockBytes; }

/// From the start of a burst to that of the next.
std::uint32_t stride_bytes(const BlockCopy& copy, std::uint32_t gap) {
  return (copy.burst_blocks + gap) * kBlockBytes;
}

}  // namespace

void execute_repeat(const BlockCopy& copy, const RepeatContext& context) {
  const std::uint32_t bytes = burst_bytes(copy);
  if (bytes == 0) return;
  const std::uint64_t burst = context.repeat;
  std::memcpy(context.out.add_unfilled(copy.dst + burst * stride_bytes(copy, copy.dst_gap), bytes),
              context.ub.data + copy.src + burst * stride_bytes(copy, copy.src_gap), bytes);
}

void footprint(const BlockCopy& copy, std::vector<Footprint>& out) {
  const std::uint32_t bytes = burst_bytes(copy);
  add_rows(copy.src, bytes, copy.bursts, stride_bytes(copy, copy.src_gap), false, out);
  add_rows(copy.dst, bytes, copy.bursts, stride_bytes(copy, copy.dst_gap), true, out);
}

}  // namespace npusim::isa
