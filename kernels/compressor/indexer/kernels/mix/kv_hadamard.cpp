// SPDX-License-Identifier: Apache-2.0
// Task 4 of the indexer, 4 blocks of a cube core and its two vector cores: 16 rows each, rotated by
// a matrix (a Hadamard matrix in the model). Two queues of one slot in GM lie between the cores:
//
//   vector  f32 --V--> bf16 --MTE3--> rows              products --MTE2--> UB --MTE3--> rotated
//   cube                    rows --MTE2--> L1 --MTE1--> L0 --M--> L0C --FIX--> products
//
// Each vector core has 8 of the rows. Stores are in GM before the flag that says so is sent.
#include <cstdint>

// Which vector core this is: the queues ask for it, and the runtime's launch leaves the register 0
// on both.
[[block_local]] static int32_t lane_in_cluster;
#define get_subblockid() lane_in_cluster

#define RATIO4_HEAD_DIM 128
#include <pto/pto-inst.hpp>

#include "../../../shared/kernels/ratio4.h"
#include "intrinsic.h"

using namespace pto;

namespace {

using namespace ratio4;

constexpr int32_t kRows = 16;
constexpr int32_t kHalf = kRows / 2;
constexpr uint32_t kRowBytes = kRows * kHeadDim * sizeof(bfloat16_t);
constexpr uint32_t kProductBytes = kRows * kHeadDim * sizeof(float);
constexpr uint32_t kProductInUb = 16 * 1024;

using RowQueue = TPipe<0, Direction::DIR_V2C, kRowBytes, 1, 1>;
using ProductQueue = TPipe<2, Direction::DIR_C2V, kProductBytes, 1, 1>;

template <pipe_t From, pipe_t To>
__aicore__ inline void order() {
  set_flag(From, To, EVENT_ID0);
  wait_flag(From, To, EVENT_ID0);
}
/// What Pipe has stored is in GM.
template <pipe_t Pipe>
__aicore__ inline void fence() {
  order<Pipe, PIPE_S>();
  dsb(DSB_DDR);
}

#if defined(__DAV_CUBE__)
template <int Rows>
using L1Tile = Tile<TileType::Mat, bfloat16_t, Rows, kHeadDim, BLayout::ColMajor, Rows, kHeadDim,
                    SLayout::RowMajor, 512>;

__aicore__ void multiply(__gm__ bfloat16_t* hadamard, RowQueue& rows, ProductQueue& products) {
  L1Tile<kRows> row_tile;
  L1Tile<kHeadDim> matrix_tile;
  TileLeft<bfloat16_t, kRows, kHeadDim> left;
  TileRight<bfloat16_t, kHeadDim, kHeadDim> right;
  TileAcc<float, kRows, kHeadDim> sum;
  TASSIGN(matrix_tile, kRowBytes);  // behind the queue's slot
  TASSIGN(left, 0);
  TASSIGN(right, 0);
  TASSIGN(sum, 0);
  auto matrix = gm_window<kHeadDim, kHeadDim, kHeadDim>(hadamard);
  TLOAD(matrix_tile, matrix);
  TPOP<RowQueue, L1Tile<kRows>, TILE_UP_DOWN>(rows, row_tile);
  order<PIPE_MTE2, PIPE_MTE1>();
  TEXTRACT(left, row_tile, 0, 0);
  TEXTRACT(right, matrix_tile, 0, 0);
  order<PIPE_MTE1, PIPE_M>();
  TMATMUL(sum, left, right);
  order<PIPE_M, PIPE_FIX>();
  using Slot = GmWindow<float, kRows, kHeadDim, kHeadDim>;
  Slot slot;
  TALLOC<ProductQueue, Slot, TILE_UP_DOWN>(products, slot);
  TSTORE(slot, sum);
  fence<PIPE_FIX>();
  TPUSH<ProductQueue, Slot, TILE_UP_DOWN>(products, slot);
}
#else
__aicore__ void convert_and_store(__gm__ float* normed, __gm__ float* rotated, RowQueue& rows,
                                  ProductQueue& products) {
  set_mask_norm();
  set_vector_mask(-1, -1);
  auto row_tile = vec_tile<float, kHalf, kHeadDim>(0);
  auto converted = vec_tile<bfloat16_t, kHalf, kHeadDim>(kHalf * kHeadDim * sizeof(float));
  auto source = gm_window<kHalf, kHeadDim, kHeadDim>(normed);
  auto target = gm_window<kHalf, kHeadDim, kHeadDim>(rotated);
  TLOAD(row_tile, source);
  order<PIPE_MTE2, PIPE_V>();
  TCVT(converted, row_tile, RoundMode::CAST_RINT, SaturationMode::OFF);
  order<PIPE_V, PIPE_MTE3>();
  using Slot = GmWindow<bfloat16_t, kHalf, kHeadDim, kHeadDim>;
  Slot slot;
  TALLOC<RowQueue, Slot, TILE_UP_DOWN>(rows, slot);
  TSTORE(slot, converted);
  fence<PIPE_MTE3>();
  TPUSH<RowQueue, Slot, TILE_UP_DOWN>(rows, slot);

  auto product = vec_tile<float, kHalf, kHeadDim>(kProductInUb);
  TPOP<ProductQueue, VecTile<float, kHalf, kHeadDim>, TILE_UP_DOWN>(products, product);
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(target, product);
}
#endif

__aicore__ void kv_hadamard(__gm__ float* normed, __gm__ bfloat16_t* hadamard,
                            __gm__ bfloat16_t* row_slots, __gm__ float* product_slots,
                            __gm__ float* rotated, int32_t block, int32_t lane) {
  RowQueue rows(row_slots + block * kRows * kHeadDim, 0, 0);
  ProductQueue products(product_slots + block * kRows * kHeadDim, kProductInUb, 0);
#if defined(__DAV_CUBE__)
  multiply(hadamard, rows, products);
#else
  const int32_t first = (block * kRows + lane * kHalf) * kHeadDim;
  convert_and_store(normed + first, rotated + first, rows, products);
#endif
  ptoas_auto_sync_tail();
}

}  // namespace

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  lane_in_cluster = get_sub_block_id(args);
  kv_hadamard(tensor_argument<float>(args, 0), tensor_argument<bfloat16_t>(args, 1),
              tensor_argument<bfloat16_t>(args, 2), tensor_argument<float>(args, 3),
              tensor_argument<float>(args, 4), get_block_idx(args), get_sub_block_id(args));
}
