// SPDX-License-Identifier: Apache-2.0
// A phase fence in a manual scope: a dummy task that should wait for the writer and that the reader
// waits for. Missing: the first of the two dependencies.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& buffer = args.tensor(0).ref();
  const Tensor& out = args.tensor(1).ref();

  PTO2_SCOPE(PTO2ScopeMode::MANUAL) {
    Arg write;
    write.add_inout(buffer);
    write.add_scalar(5.0f);
    const PTO2TaskId writer = rt_submit_aiv_task(0, write).task_id();

    Arg fence;
    FIX(fence.set_dependencies(&writer, 1));
    const PTO2TaskId fenced = rt_submit_dummy_task(fence).task_id();

    Arg read;
    read.add_input(buffer);
    read.add_inout(out);
    read.set_dependencies(&fenced, 1);
    rt_submit_aiv_task(1, read);
  }
}
