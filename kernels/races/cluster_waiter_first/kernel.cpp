// SPDX-License-Identifier: Apache-2.0
// Forty-eight blocks wait for a signal of one more, which gets no vector core while they hold all
// of them (R43).
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* out, __gm__ int32_t* signals) {
  constexpr int kNotifier = TWIN(0, 48);
  comm::Signal signal(signals);
  auto tile = vec<float, 1, kCols>(0);
  auto to = gm<1, kCols>(out + get_block_idx() * kCols);
  if (get_block_idx() == kNotifier) {
    comm::TNOTIFY(signal, 1, comm::NotifyOp::AtomicAdd);
  } else {
    comm::TWAIT(signal, 1, comm::WaitCmp::GE);
  }
  TEXPANDS(tile, 5.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(to, tile);
  pipe_barrier(PIPE_ALL);
}
