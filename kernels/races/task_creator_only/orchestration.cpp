// SPDX-License-Identifier: Apache-2.0
// A tensor that the runtime created: the reader gets an edge from the task that created it, but
// none from the task that wrote it last (R41). Right is a writer that is declared inout.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& out = args.tensor(0).ref();
  TensorCreateInfo info(kRowShape, 2);
  TaskOutputTensors created = alloc_tensors(info);
  const Tensor& buffer = created.get_ref(0);

  Arg write;
  TWIN(write.add_inout(buffer), write.add_no_dep(buffer));
  write.add_scalar(5.0f);
  rt_submit_aiv_task(0, write);

  Arg read;
  read.add_input(buffer);
  read.add_inout(out);
  rt_submit_aiv_task(1, read);
}
