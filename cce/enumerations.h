// SPDX-License-Identifier: Apache-2.0
// Enumerations of the device's compiler, with its values (intrinsics.md 1.2). Unscoped, because
// sources write both X and pipe_t::X.
#pragma once

#include <cstdint>

#include "cce/atomic_types.h"
#include "models/arch/pipe.h"

enum pipe_t {
  PIPE_S = 0,
  PIPE_V = 1,
  PIPE_M = 2,
  PIPE_MTE1 = 3,
  PIPE_MTE2 = 4,
  PIPE_MTE3 = 5,
  PIPE_ALL = 6,
  PIPE_MTE4 = 7,
  PIPE_MTE5 = 8,
  PIPE_V2 = 9,
  PIPE_FIX = 10
};
enum event_t {
  EVENT_ID0,
  EVENT_ID1,
  EVENT_ID2,
  EVENT_ID3,
  EVENT_ID4,
  EVENT_ID5,
  EVENT_ID6,
  EVENT_ID7
};
enum mem_dsb_t { DSB_ALL, DSB_DDR, DSB_UB, DSB_SEQ };
enum cache_line_t { SINGLE_CACHE_LINE, ENTIRE_DATA_CACHE };
enum dcci_dst_t { CACHELINE_ALL, CACHELINE_UB, CACHELINE_OUT, CACHELINE_ATOMIC };
enum ub_addr8_t { VA0, VA1, VA2, VA3, VA4, VA5, VA6, VA7 };
enum vpart_t { L128, H128 };
enum pad_t {
  PAD_NONE,
  PAD_MODE1,
  PAD_MODE2,
  PAD_MODE3,
  PAD_MODE4,
  PAD_MODE5,
  PAD_MODE6,
  PAD_MODE7,
  PAD_MODE8
};
enum unit_flag_t { UFMode0, Reserved, UFMode2, UFMode3 };
enum QuantMode_t {
  NoQuant = 0,
  F322F16 = 1,
  AttachF16Mul = 6,
  VREQ8 = 8,
  REQ8 = 9,
  VDEQF16 = 10,
  DEQF16 = 11,
  VSHIFTS322S16 = 12,
  SHIFTS322S16 = 13,
  F322BF16 = 16,
  VQF162B8_PRE = 17,
  QF162B8_PRE = 18,
  VQF162S4_PRE = 19,
  QF162S4_PRE = 20,
  VREQ4 = 21,
  REQ4 = 22,
  VQF322B8_PRE = 23,
  QF322B8_PRE = 24,
  VQF322S4_PRE = 25,
  QF322S4_PRE = 26,
  VDEQS16 = 27,
  DEQS16 = 28,
  VQF162S16_PRE = 29,
  QF162S16_PRE = 30,
  VQF322F16_PRE = 31,
  QF322F16_PRE = 32,
  VQF322BF16_PRE = 33,
  QF322BF16_PRE = 34,
  VQS322BF16_PRE = 35,
  QS322BF16_PRE = 36
};
enum addr_cal_mode_t { inc, dec };
namespace __cce_scalar {
using ::addr_cal_mode_t;
using ::dec;
using ::inc;
}  // namespace __cce_scalar
enum Order_t { VALUE_INDEX, INDEX_VALUE, ONLY_VALUE, ONLY_INDEX };
enum bm_t { BM_DISABLE, BM_ENABLE };
enum csize_t { CSIZE0, CSIZE1 };
enum w_size_t { W_3, W_5 };
enum vtype_t { b8, b16, b32, s8, s32, f16, fmix, f32 };
enum Relu_t { NoRELU, NormalRELU, LeakyRELU, PRELU };
enum ConvRelu_t { CRMODE_NONE };
enum VSPR_t { DATA_EXP_0 = 48, DATA_EXP_1, DATA_EXP_2, DATA_EXP_3 };

namespace npusim::device {

/// The model's pipe; pipes that this chip lacks have none.
constexpr int pipe_number(pipe_t pipe) {
  switch (pipe) {
    case PIPE_S:
      return static_cast<int>(Pipe::S);
    case PIPE_V:
      return static_cast<int>(Pipe::V);
    case PIPE_M:
      return static_cast<int>(Pipe::M);
    case PIPE_MTE1:
      return static_cast<int>(Pipe::MTE1);
    case PIPE_MTE2:
      return static_cast<int>(Pipe::MTE2);
    case PIPE_MTE3:
      return static_cast<int>(Pipe::MTE3);
    case PIPE_ALL:
      return static_cast<int>(Pipe::ALL);
    case PIPE_FIX:
      return static_cast<int>(Pipe::FIX);
    case PIPE_MTE4:
    case PIPE_MTE5:
    case PIPE_V2:
      break;
  }
  return -1;
}

}  // namespace npusim::device
