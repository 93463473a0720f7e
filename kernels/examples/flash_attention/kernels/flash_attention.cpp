// SPDX-License-Identifier: Apache-2.0
// out = softmax(q * k / 8) * v, 64 queries a block, 512 keys in tiles of 128. Three queues of two
// slots in GM, and both sides a tile ahead of what they wait for:
//
//   cube     scores(i+1) = q * k(i+1)                 product(i) = weights(i) * v(i)
//              | scores                          weights ^          | products
//   vector     v   max, exp, sum, round of tile i+1 -----/          v   out = out * alpha +
//   product(i)
//
// A row's maximum grows from tile to tile; alpha = exp(old maximum - new maximum) corrects what was
// summed before (online softmax). Whoever stores waits until the store is in GM before it says that
// the slot is full (rule cross_core.flag_no_fence).
#include <cstdint>

#include <pto/pto-inst.hpp>

using namespace pto;

#include "flash_attention.h"

#ifdef __DAV_CUBE__
#include "cube.h"
#else
#include "vector.h"
#endif

extern "C" __global__ AICORE void flash_attention(__gm__ bfloat16_t* q,
                                                  __gm__ bfloat16_t* k_transposed,
                                                  __gm__ bfloat16_t* v, __gm__ float* out,
                                                  __gm__ float* scores, __gm__ bfloat16_t* weights,
                                                  __gm__ float* products) {
  const int block = static_cast<int>(get_block_idx());
  Scores score_queue(scores + block * 2 * kRows * kKeys, 0, 0);
  Weights weight_queue(weights + block * 2 * kRows * kKeys, 0, kWeightsInL1);
  Products product_queue(products + block * 2 * kRows * kColumns, kProductsInUb, 0);
#ifdef __DAV_CUBE__
  CubeCore core(q + block * kRows * kColumns, k_transposed, v);
  for (int i = 0; i <= kTiles; ++i) {
    if (i < kTiles) core.score(i, score_queue);
    if (i > 0) core.weigh(i - 1, weight_queue, product_queue);
  }
  core.finish();
#else
  const int first = block * kRows + static_cast<int>(get_subblockid()) * kHalf;
  VectorCore core;
  for (int i = 0; i <= kTiles; ++i) {
    if (i < kTiles) core.soften(i, score_queue, weight_queue);
    if (i > 0) core.accumulate(i - 1, product_queue);
  }
  core.finish(out + first * kColumns);
#endif
  pipe_barrier(PIPE_ALL);
}
