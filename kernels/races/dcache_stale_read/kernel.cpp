// SPDX-License-Identifier: Apache-2.0
// A scalar reads a word, MTE3 overwrites it, the scalar reads it again: from its data cache, which
// still has the old line (R48). Missing: dcci before the second read.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto word = argument<float>(args, 0);
  auto target = gm<1, 8>(word);
  auto out = gm<1, 8>(argument<float>(args, 1));
  auto x = vec<float, 1, 8>(0);
  auto seen = vec<float, 1, 8>(32);

  const float before = word[0];
  TEXPANDS(x, 5.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(target, x);  // first
  fence<PIPE_MTE3>();
  FIX(dcci(word, SINGLE_CACHE_LINE));
  const float after = word[0];  // second
  for (int i = 0; i < 8; ++i) seen.SetValue(i, before + after);
  order<PIPE_S, PIPE_MTE3>();
  TSTORE(out, seen);
  pipe_barrier(PIPE_ALL);
}
