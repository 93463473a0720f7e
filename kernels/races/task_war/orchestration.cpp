// SPDX-License-Identifier: Apache-2.0
// A later writer does not wait for an earlier reader (R35, R36): readers are not recorded.
// Missing: the explicit dependency on the reader.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& buffer = args.tensor(0).ref();
  const Tensor& out = args.tensor(1).ref();

  Arg read;
  read.add_input(buffer);
  read.add_inout(out);
  const PTO2TaskId reader = rt_submit_aiv_task(1, read).task_id();

  Arg write;
  write.add_inout(buffer);
  write.add_scalar(2.0f);
  FIX(write.set_dependencies(&reader, 1));
  rt_submit_aiv_task(0, write);
}
