// SPDX-License-Identifier: Apache-2.0
// The vector core keeps a large and then a small tile, and steps in UB by the size of the second
// tile instead of the slot (R30): the small one lies in the large one.
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* x, __gm__ float* scratch,
                                         __gm__ float* large_out, __gm__ float* small_out) {
  constexpr int kLarge = kElements / 2 * sizeof(float), kSmall = kCols * sizeof(float);
  if (kCube) {
    auto matrix = l1_matrix(0);
    auto from = gm<kRows, kCols>(x);
    auto to = gm<kRows, kCols>(scratch);
    TLOAD(matrix, from);
    order<PIPE_MTE2, PIPE_MTE3>();
    TSTORE(to, matrix);
  }
  cube_to_vectors<PIPE_MTE3>(0);
  if (!kCube) {
    auto large = half_tile(0);
    auto small = vec<float, 1, kCols>(TWIN(kLarge, kSmall));
    auto large_from = half_of(scratch);
    auto small_from = gm<1, kCols>(scratch);
    auto large_to = half_of(large_out);
    auto small_to = gm<1, kCols>(small_out + lane() * kCols);
    TLOAD(large, large_from);  // first
    TLOAD(small, small_from);  // second
    order<PIPE_MTE2, PIPE_V>();
    TADDS(small, small, 1.0f);
    order<PIPE_V, PIPE_MTE3>();
    TSTORE(large_to, large);
    TSTORE(small_to, small);
  }
  pipe_barrier(PIPE_ALL);
}
