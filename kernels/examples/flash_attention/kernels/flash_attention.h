// SPDX-License-Identifier: Apache-2.0
// Sizes, queues and flags that both kinds of core know.
#pragma once

constexpr int kRows = 64;   // queries of a block
constexpr int kHalf = 32;   // queries of a vector core
constexpr int kKeys = 128;  // of a tile
constexpr int kTiles = 4;
constexpr int kColumns = 64;  // of q, k and v
constexpr uint32_t kScoreBytes = kRows * kKeys * sizeof(float);
constexpr uint32_t kWeightBytes = kRows * kKeys * sizeof(bfloat16_t);
constexpr uint32_t kProductBytes = kRows * kColumns * sizeof(float);

// Where consumers keep what they take from a queue, two slots each; the scores from 0 on.
constexpr uint32_t kProductsInUb = 2 * kScoreBytes;
constexpr uint32_t kWeightsInL1 = 0;

using Scores = TPipe<0, Direction::DIR_C2V, kScoreBytes, 2>;
using Weights = TPipe<2, Direction::DIR_V2C, kWeightBytes, 2>;
using Products = TPipe<4, Direction::DIR_C2V, kProductBytes, 2>;

template <typename T, int Rows, int Columns, int Pitch = Columns>
using Window = GlobalTensor<T, Shape<1, 1, 1, Rows, Columns>, Stride<1, 1, 1, Pitch, 1>>;

static AICORE event_t event(int i) { return static_cast<event_t>(i); }

template <pipe_t From, pipe_t To>
static AICORE void order(int id) {
  set_flag(From, To, event(id));
  wait_flag(From, To, event(id));
}
/// What Pipe has stored is in GM.
template <pipe_t Pipe>
static AICORE void fence() {
  order<Pipe, PIPE_S>(7);
  dsb(DSB_DDR);
}
