// SPDX-License-Identifier: Apache-2.0
// The task graph of the ratio-4 prefill. The state is read by softmax_pool and written afterwards
// by state_update; the runtime makes no edge from a reader to the next writer, so that one is said.
#include <cstdint>

#include "pto_orchestration_api.h"

namespace {

constexpr uint32_t kSteps = 128;
constexpr uint32_t kWindows = kSteps / 4;
constexpr uint32_t kHeadDim = 512;
constexpr uint32_t kOutDim = 1024;
constexpr uint32_t kStateRows = 16;
constexpr uint32_t kSlice = 64;  // columns of a block of softmax_pool
constexpr uint32_t kWindowTile = 16;

// func_ids of kernel_config.py
constexpr int32_t kKvScoreProj = 0;
constexpr int32_t kSoftmaxPool = 1;
constexpr int32_t kRmsnormRope = 2;
constexpr int32_t kCacheWrite = 3;
constexpr int32_t kStateUpdate = 4;

ChipTensor matrix(const ChipTensor& tensor, uint32_t rows, uint32_t columns) {
  const uint32_t shape[2] = {rows, columns};
  return tensor.reshape(shape, 2);
}

}  // namespace

extern "C" {

__attribute__((visibility("default"))) PTO2OrchestrationConfig aicpu_orchestration_config(
    const ChipTaskArgs&) {
  return PTO2OrchestrationConfig{.expected_arg_count = 13};
}

__attribute__((visibility("default"))) void aicpu_orchestration_entry(const ChipTaskArgs& args) {
  const ChipTensor& x = args.tensor(0).ref();
  const ChipTensor& kv = args.tensor(1).ref();
  ChipTensor compress_state = matrix(args.tensor(2).ref(), kStateRows, 2 * kOutDim);
  const ChipTensor& state_block_table = args.tensor(3).ref();
  const ChipTensor& wkv = args.tensor(4).ref();
  const ChipTensor& wgate = args.tensor(5).ref();
  const ChipTensor& ape = args.tensor(6).ref();
  ChipTensor norm_w = matrix(args.tensor(7).ref(), 1, kHeadDim);
  const ChipTensor& cos = args.tensor(8).ref();
  const ChipTensor& sin = args.tensor(9).ref();
  const ChipTensor& cmp_kv_cache = args.tensor(10).ref();
  const ChipTensor& cmp_block_table = args.tensor(11).ref();
  const ChipTensor& start_pos = args.tensor(12).ref();

  PTO2_SCOPE() {
    const uint32_t projection[2] = {kSteps, kOutDim};
    const uint32_t row_per_window[2] = {kWindows, kHeadDim};
    TensorCreateInfo projection_info(projection, 2, DataType::FLOAT32);
    TensorCreateInfo row_info(row_per_window, 2, DataType::FLOAT32);
    TaskOutputTensors intermediates = alloc_tensors(projection_info, projection_info, row_info);
    const ChipTensor& kv_proj = intermediates.get_ref(0);
    const ChipTensor& score_proj = intermediates.get_ref(1);
    const ChipTensor& pooled_kv = intermediates.get_ref(2);

    CoreTaskArgs project;
    project.add_input(x);
    project.add_input(wkv);
    project.add_input(wgate);
    project.add_inout(kv_proj);
    project.add_inout(score_proj);
    project.launch_spec.set_block_num(32);
    rt_submit_aic_task(kKvScoreProj, project);

    CoreTaskArgs pool;
    pool.add_input(start_pos);
    pool.add_input(state_block_table);
    pool.add_input(compress_state);
    pool.add_input(kv_proj);
    pool.add_input(score_proj);
    pool.add_input(ape);
    pool.add_inout(pooled_kv);
    pool.launch_spec.set_block_num(kWindows * (kHeadDim / kSlice));
    const PTO2TaskId pooled = rt_submit_aiv_task(kSoftmaxPool, pool).task_id();

    CoreTaskArgs rope;
    rope.add_input(start_pos);
    rope.add_input(cos);
    rope.add_input(sin);
    rope.add_input(pooled_kv);
    rope.add_input(norm_w);
    rope.add_inout(kv);
    rope.launch_spec.set_block_num(kWindows / kWindowTile);
    rt_submit_aiv_task(kRmsnormRope, rope);

    CoreTaskArgs write;
    write.add_input(start_pos);
    write.add_input(kv);
    write.add_input(cmp_block_table);
    write.add_inout(cmp_kv_cache);
    write.launch_spec.set_block_num(kWindows / kWindowTile);
    rt_submit_aiv_task(kCacheWrite, write);

    CoreTaskArgs update;
    update.add_input(start_pos);
    update.add_input(state_block_table);
    update.add_input(kv_proj);
    update.add_input(score_proj);
    update.add_input(ape);
    update.add_inout(compress_state);
    update.set_dependencies(&pooled, 1);
    update.launch_spec.set_block_num(kStateRows);
    rt_submit_aiv_task(kStateUpdate, update);
  }
}

}  // extern "C"
