// SPDX-License-Identifier: Apache-2.0
// The task graph of the ratio-128 compressor before #427: rmsnorm_rope is 8 tasks, each in a scope of
// its own.
#include <cstdint>

#include "pto_orchestration_api.h"

namespace {

constexpr uint32_t kRequests = 64;
constexpr uint32_t kTokens = 2;
constexpr uint32_t kHidden = 4096;
constexpr uint32_t kHeadDim = 512;
constexpr uint32_t kOutDim = 512;
constexpr uint32_t kStatePages = 4096;
constexpr uint32_t kStatePage = 8;
constexpr uint32_t kCachePages = 4096;
constexpr uint32_t kCachePage = 128;
constexpr uint32_t kRowTile = 8;  // requests per task or block of rmsnorm_rope

// func_ids of kernel_config.py
constexpr int32_t kKvScoreProj = 0;
constexpr int32_t kStateScatterPre = 1;
constexpr int32_t kSoftmaxPool = 2;
constexpr int32_t kRmsnormRope = 3;
constexpr int32_t kKvFinalize = 4;

Tensor matrix(const Tensor& tensor, uint32_t rows, uint32_t columns) {
  const uint32_t shape[2] = {rows, columns};
  return tensor.reshape(shape, 2);
}

}  // namespace

extern "C" {

__attribute__((visibility("default"))) PTO2OrchestrationConfig aicpu_orchestration_config(
    const ChipStorageTaskArgs&) {
  return PTO2OrchestrationConfig{.expected_arg_count = 15};
}

__attribute__((visibility("default"))) void aicpu_orchestration_entry(
    const ChipStorageTaskArgs& args) {
  Tensor x = matrix(from_tensor_arg(args.tensor(0)), kRequests * kTokens, kHidden);
  Tensor kv = matrix(from_tensor_arg(args.tensor(1)), kRequests * kTokens, kHeadDim);
  Tensor compress_state =
      matrix(from_tensor_arg(args.tensor(2)), kStatePages * kStatePage, 2 * kOutDim);
  Tensor state_block_table = from_tensor_arg(args.tensor(3));
  Tensor wkv = from_tensor_arg(args.tensor(4));
  Tensor wgate = from_tensor_arg(args.tensor(5));
  Tensor ape = from_tensor_arg(args.tensor(6));
  Tensor norm_w = matrix(from_tensor_arg(args.tensor(7)), 1, kHeadDim);
  Tensor cos = from_tensor_arg(args.tensor(8));
  Tensor sin = from_tensor_arg(args.tensor(9));
  Tensor even_idx = from_tensor_arg(args.tensor(10));
  Tensor odd_idx = from_tensor_arg(args.tensor(11));
  Tensor cmp_kv_cache =
      matrix(from_tensor_arg(args.tensor(12)), kCachePages * kCachePage, kHeadDim);
  Tensor cmp_block_table = from_tensor_arg(args.tensor(13));
  Tensor start_pos = from_tensor_arg(args.tensor(14));

  PTO2_SCOPE() {
    const uint32_t projection[2] = {kRequests * kTokens, kOutDim};
    const uint32_t row_per_request[2] = {kRequests, kHeadDim};
    TensorCreateInfo projection_info(projection, 2, DataType::FLOAT32);
    TensorCreateInfo row_info(row_per_request, 2, DataType::FLOAT32);
    TaskOutputTensors intermediates =
        alloc_tensors(projection_info, projection_info, row_info, row_info);
    const Tensor& kv_proj = intermediates.get_ref(0);
    const Tensor& score_proj = intermediates.get_ref(1);
    const Tensor& pooled_kv = intermediates.get_ref(2);
    const Tensor& normed_kv = intermediates.get_ref(3);

    Arg project;
    project.add_input(x);
    project.add_input(wkv);
    project.add_input(wgate);
    project.add_inout(kv_proj);
    project.add_inout(score_proj);
    project.launch_spec.set_block_num(16);
    rt_submit_aic_task(kKvScoreProj, project);

    // The tokens of a request side by side.
    Tensor kv_by_request = matrix(kv_proj, kRequests, kTokens * kOutDim);
    Tensor score_by_request = matrix(score_proj, kRequests, kTokens * kOutDim);
    Arg scatter;
    scatter.add_input(start_pos);
    scatter.add_input(state_block_table);
    scatter.add_input(kv_by_request);
    scatter.add_input(score_by_request);
    scatter.add_input(ape);
    scatter.add_output(compress_state);
    rt_submit_aiv_task(kStateScatterPre, scatter);

    Arg pool;
    pool.add_input(start_pos);
    pool.add_input(state_block_table);
    pool.add_input(compress_state);
    pool.add_inout(pooled_kv);
    pool.launch_spec.set_block_num(512);
    rt_submit_aiv_task(kSoftmaxPool, pool);

    for (uint32_t first = 0; first < kRequests; first += kRowTile) {
      PTO2_SCOPE() {
        Arg rope;
        rope.add_input(cos);
        rope.add_input(sin);
        rope.add_input(pooled_kv);
        rope.add_input(norm_w);
        rope.add_input(even_idx);
        rope.add_input(odd_idx);
        rope.add_inout(normed_kv);
        rope.add_scalar(first);
        rt_submit_aiv_task(kRmsnormRope, rope);
      }
    }

    Arg write;
    write.add_input(start_pos);
    write.add_input(state_block_table);
    write.add_input(kv_by_request);
    write.add_input(score_by_request);
    write.add_input(ape);
    write.add_input(normed_kv);
    write.add_input(cmp_block_table);
    write.add_output(cmp_kv_cache);
    write.add_output(compress_state);
    write.add_output(kv);
    write.launch_spec.set_block_num(kRequests / kRowTile);
    rt_submit_aiv_task(kKvFinalize, write);
  }
}

}  // extern "C"
