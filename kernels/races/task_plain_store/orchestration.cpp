// SPDX-License-Identifier: Apache-2.0
// The orchestrator overwrites an element by a plain store while a task reads it. Missing: waiting
// for the task, here by way of its result.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& buffer = args.tensor(0).ref();
  const Tensor& out = args.tensor(1).ref();

  Arg read;
  read.add_input(buffer);
  read.add_inout(out);
  rt_submit_aiv_task(1, read);

  const uint32_t origin[2] = {0, 0};
  FIX(get_tensor_data<float>(out, 2, origin));
  *buffer.data_as<float>() = 9.0f;
}
