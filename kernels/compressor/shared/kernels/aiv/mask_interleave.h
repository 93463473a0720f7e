// SPDX-License-Identifier: Apache-2.0
// The rotated pairs back in their columns by the mask form of TSCATTER, as upstream did after the
// race was found: addresses come from loop counters, so there is no index tile and no TCI.
#pragma once

#include "rmsnorm_rope.h"

namespace ratio4 {

/// Writes `values` into the columns of kWork that Pattern selects. TSCATTER replaces its whole
/// destination, hence the second scatter, of ones, which marks what to take from the first.
template <MaskPattern Pattern>
static __aicore__ inline void scatter_columns(uint64_t values_address) {
  auto values = vec_tile<float, kRows, kPairs>(values_address);
  auto ones = vec_tile<float, kRows, kPairs>(ub::kOnes);
  auto scattered = vec_tile<float, kRows, kChunk>(ub::kScattered);
  auto scattered_ones = vec_tile<float, kRows, kChunk>(ub::kScatteredOnes);

  pipe_barrier(PIPE_V);
  TEXPANDS(scattered, 0.0f);
  set_flag(PIPE_V, PIPE_S, EVENT_ID0);
  wait_flag(PIPE_V, PIPE_S, EVENT_ID0);
  TSCATTER<Pattern>(scattered, values);
  TEXPANDS(scattered_ones, 0.0f);
  TEXPANDS(ones, 1.0f);
  set_flag(PIPE_V, PIPE_S, EVENT_ID0);
  wait_flag(PIPE_V, PIPE_S, EVENT_ID0);
  TSCATTER<Pattern>(scattered_ones, ones);
  merge_scattered();
}

/// kWork := kNewEven in the even columns, kNewOdd in the odd ones.
static __aicore__ inline void interleave_by_mask() {
  auto work = vec_tile<float, kRows, kChunk>(ub::kWork);
  pipe_barrier(PIPE_V);
  TEXPANDS(work, 0.0f);
  scatter_columns<MaskPattern::P0101>(ub::kNewEven);
  scatter_columns<MaskPattern::P1010>(ub::kNewOdd);
}

}  // namespace ratio4
