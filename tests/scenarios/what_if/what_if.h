// SPDX-License-Identifier: Apache-2.0
// What the programs of what_if_test.py share. Each has one wait that its text marks with "this
// wait", and with CHANGED defined, the change that takes the wait away; both give equal outputs.
#pragma once

#include <cstdint>

#include <pto/pto-inst.hpp>

using namespace pto;

constexpr int kSteps = 32;
constexpr int kColumns = 2048;
constexpr uint32_t kRowBytes = kColumns * sizeof(float);

using GmRow = GlobalTensor<float, Shape<1, 1, 1, 1, kColumns>, Stride<1, 1, 1, kColumns, 1>>;
using UbRow = Tile<TileType::Vec, float, 1, kColumns>;

#ifdef CHANGED
constexpr bool kChanged = true;
#else
constexpr bool kChanged = false;
#endif

static AICORE event_t event(int i) { return static_cast<event_t>(i); }

template <pipe_t From, pipe_t To>
static AICORE void order(int id) {
  set_flag(From, To, event(id));
  wait_flag(From, To, event(id));
}

static AICORE UbRow row_at(int place) {
  UbRow row;
  TASSIGN(row, static_cast<uint32_t>(place) * kRowBytes);
  return row;
}
static AICORE GmRow gm_row(__gm__ float* array, int row) { return GmRow(array + row * kColumns); }

/// Buffers start free, and none is left so at the end.
template <pipe_t From, pipe_t To>
static AICORE void give(int count) {
  for (int i = 0; i < count; ++i) set_flag(From, To, event(i));
}
template <pipe_t From, pipe_t To>
static AICORE void take_back(int count) {
  for (int i = 0; i < count; ++i) wait_flag(From, To, event(i));
}

/// y's row is x's plus 1, by way of `buffer`, which is free, and is free again when it is stored.
static AICORE void add_one(__gm__ float* x, __gm__ float* y, int row, int buffer) {
  UbRow in_ub = row_at(buffer);
  GmRow from = gm_row(x, row), to = gm_row(y, row);
  TLOAD(in_ub, from);
  order<PIPE_MTE2, PIPE_V>(buffer);
  TADDS(in_ub, in_ub, 1.0f);
  order<PIPE_V, PIPE_MTE3>(buffer);
  TSTORE(to, in_ub);
  set_flag(PIPE_MTE3, PIPE_MTE2, event(buffer));
}
