// SPDX-License-Identifier: Apache-2.0
// The task graph of the indexer's compressor: as the ratio-4 compressor's, with a mixed task between
// rmsnorm_rope and the cache write.
#include <cstdint>

#include "pto_orchestration_api.h"

namespace {

constexpr uint32_t kRequests = 64;
constexpr uint32_t kTokens = 2;
constexpr uint32_t kHidden = 4096;
constexpr uint32_t kHeadDim = 128;
constexpr uint32_t kOutDim = 256;
constexpr uint32_t kStatePages = 4096;
constexpr uint32_t kStatePage = 4;
constexpr uint32_t kCachePages = 4096;
constexpr uint32_t kCachePage = 128;
constexpr uint32_t kRowTile = 16;  // requests per task or block of rmsnorm_rope

// func_ids of kernel_config.py
constexpr int32_t kKvScoreProj = 0;
constexpr int32_t kStateScatterPaged = 1;
constexpr int32_t kSoftmaxPool = 2;
constexpr int32_t kRmsnormRope = 3;
constexpr int32_t kKvHadamard = 4;
constexpr int32_t kKvAndCacheWrite = 5;

ChipTensor matrix(const ChipTensor& tensor, uint32_t rows, uint32_t columns) {
  const uint32_t shape[2] = {rows, columns};
  return tensor.reshape(shape, 2);
}

}  // namespace

extern "C" {

__attribute__((visibility("default"))) PTO2OrchestrationConfig aicpu_orchestration_config(
    const ChipTaskArgs&) {
  return PTO2OrchestrationConfig{.expected_arg_count = 14};
}

__attribute__((visibility("default"))) void aicpu_orchestration_entry(const ChipTaskArgs& args) {
  ChipTensor x = matrix(args.tensor(0).ref(), kRequests * kTokens, kHidden);
  ChipTensor kv = matrix(args.tensor(1).ref(), kRequests * kTokens, kHeadDim);
  ChipTensor compress_state = matrix(args.tensor(2).ref(), kStatePages * kStatePage, 2 * kOutDim);
  const ChipTensor& state_block_table = args.tensor(3).ref();
  const ChipTensor& wkv = args.tensor(4).ref();
  const ChipTensor& wgate = args.tensor(5).ref();
  const ChipTensor& ape = args.tensor(6).ref();
  ChipTensor norm_w = matrix(args.tensor(7).ref(), 1, kHeadDim);
  const ChipTensor& cos = args.tensor(8).ref();
  const ChipTensor& sin = args.tensor(9).ref();
  const ChipTensor& hadamard = args.tensor(10).ref();
  ChipTensor cmp_kv_cache = matrix(args.tensor(11).ref(), kCachePages * kCachePage, kHeadDim);
  const ChipTensor& cmp_block_table = args.tensor(12).ref();
  const ChipTensor& start_pos = args.tensor(13).ref();

  PTO2_SCOPE() {
    const uint32_t projection[2] = {kRequests * kTokens, kOutDim};
    const uint32_t row_per_request[2] = {kRequests, kHeadDim};
    TensorCreateInfo projection_info(projection, 2, DataType::FLOAT32);
    TensorCreateInfo row_info(row_per_request, 2, DataType::FLOAT32);
    TensorCreateInfo slot_info(row_per_request, 2, DataType::BFLOAT16);
    TaskOutputTensors intermediates = alloc_tensors(projection_info, projection_info, row_info,
                                                    row_info, slot_info, row_info, row_info);
    const ChipTensor& kv_proj = intermediates.get_ref(0);
    const ChipTensor& score_proj = intermediates.get_ref(1);
    const ChipTensor& pooled_kv = intermediates.get_ref(2);
    const ChipTensor& normed_kv = intermediates.get_ref(3);
    const ChipTensor& row_slots = intermediates.get_ref(4);
    const ChipTensor& product_slots = intermediates.get_ref(5);
    const ChipTensor& rotated_kv = intermediates.get_ref(6);

    CoreTaskArgs project;
    project.add_input(x);
    project.add_input(wkv);
    project.add_input(wgate);
    project.add_inout(kv_proj);
    project.add_inout(score_proj);
    project.launch_spec.set_block_num(8);
    rt_submit_aic_task(kKvScoreProj, project);

    // The tokens of a request side by side.
    ChipTensor kv_by_request = matrix(kv_proj, kRequests, kTokens * kOutDim);
    ChipTensor score_by_request = matrix(score_proj, kRequests, kTokens * kOutDim);
    CoreTaskArgs scatter;
    scatter.add_input(start_pos);
    scatter.add_input(state_block_table);
    scatter.add_input(kv_by_request);
    scatter.add_input(score_by_request);
    scatter.add_input(ape);
    scatter.add_output(compress_state);
    rt_submit_aiv_task(kStateScatterPaged, scatter);

    CoreTaskArgs pool;
    pool.add_input(start_pos);
    pool.add_input(state_block_table);
    pool.add_input(compress_state);
    pool.add_inout(pooled_kv);
    pool.launch_spec.set_block_num(128);
    rt_submit_aiv_task(kSoftmaxPool, pool);

    CoreTaskArgs rope;
    rope.add_input(cos);
    rope.add_input(sin);
    rope.add_input(pooled_kv);
    rope.add_input(norm_w);
    rope.add_output(normed_kv);
    rope.launch_spec.set_block_num(kRequests / kRowTile);
    rt_submit_aiv_task(kRmsnormRope, rope);

    CoreTaskArgs rotate;
    rotate.add_input(normed_kv);
    rotate.add_input(hadamard);
    rotate.add_inout(row_slots);
    rotate.add_inout(product_slots);
    rotate.add_output(rotated_kv);
    rotate.launch_spec.set_block_num(kRequests / kRowTile);
    rt_submit_task(MixedKernels{kKvHadamard, kKvHadamard, kKvHadamard}, rotate);

    CoreTaskArgs write;
    write.add_input(start_pos);
    write.add_input(rotated_kv);
    write.add_input(cmp_block_table);
    write.add_output(cmp_kv_cache);
    write.add_output(kv);
    rt_submit_aiv_task(kKvAndCacheWrite, write);
  }
}

}  // extern "C"
