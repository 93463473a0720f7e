// SPDX-License-Identifier: Apache-2.0
// A task in a manual scope reads memory of the heap without being known as its user: the memory is
// given to the next tensor while the task may still read (task-runtime.md 3.4). The heap has room
// for two rows, so the third row gets the first one's place. Right is an automatic scope.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& out = args.tensor(0).ref();
  TensorCreateInfo info(kRowShape, 2);

  PTO2_SCOPE() {
    TaskOutputTensors created = alloc_tensors(info, info);
    const Tensor& buffer = created.get_ref(0);
    Arg write;
    write.add_inout(buffer);
    write.add_scalar(1.0f);
    const PTO2TaskId writer = rt_submit_aiv_task(0, write).task_id();
    PTO2_SCOPE(TWIN(PTO2ScopeMode::AUTO, PTO2ScopeMode::MANUAL)) {
      Arg read;
      read.add_input(buffer);
      read.add_inout(out);
      read.set_dependencies(&writer, 1);
      rt_submit_aiv_task(1, read);
    }
  }
  PTO2_SCOPE() {
    TaskOutputTensors created = alloc_tensors(info);
    Arg write;
    write.add_inout(created.get_ref(0));
    write.add_scalar(2.0f);
    rt_submit_aiv_task(0, write);
  }
}
