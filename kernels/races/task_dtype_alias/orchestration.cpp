// SPDX-License-Identifier: Apache-2.0
// One buffer as float32 and as float16: offsets are compared in elements, so the second kilobyte is
// [256, 512) to the writer and [512, 1024) to the reader, which looks disjoint (task-runtime.md
// 3.3). Missing: the explicit dependency.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& buffer = args.tensor(0).ref();
  const Tensor& out = args.tensor(1).ref();
  const uint32_t second_row[2] = {1, 0};
  Tensor row = buffer.view(kRowShape, second_row);
  const uint32_t halves[1] = {4 * kElements};
  const uint32_t half_row[1] = {2 * kElements};
  Tensor half_buffer = make_tensor_external(buffer.data_as<void>(), halves, 1, DataType::FLOAT16);
  Tensor same_row = half_buffer.view(half_row, half_row);

  Arg write;
  write.add_inout(row);
  write.add_scalar(5.0f);
  const PTO2TaskId writer = rt_submit_aiv_task(0, write).task_id();

  Arg read;
  read.add_input(same_row);
  read.add_inout(out);
  FIX(read.set_dependencies(&writer, 1));
  rt_submit_aiv_task(1, read);
}
