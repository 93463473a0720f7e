// SPDX-License-Identifier: Apache-2.0
// The tensor has manual_dep, so neither task's access to it is tracked.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  Tensor buffer = from_tensor_arg(args.tensor(0), TWIN(false, true));
  const Tensor& out = args.tensor(1).ref();

  Arg write;
  write.add_inout(buffer);
  write.add_scalar(5.0f);
  rt_submit_aiv_task(0, write);

  Arg read;
  read.add_input(buffer);
  read.add_inout(out);
  rt_submit_aiv_task(1, read);
}
