// SPDX-License-Identifier: Apache-2.0
// The orchestrator overwrites an element that a task reads: a tensor that nobody wrote has no
// recorded user, so the store does not wait. Right is a reader that is declared inout.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& buffer = args.tensor(0).ref();
  const Tensor& out = args.tensor(1).ref();

  Arg read;
  TWIN(read.add_inout(buffer), read.add_input(buffer));
  read.add_inout(out);
  rt_submit_aiv_task(1, read);

  const uint32_t origin[2] = {0, 0};
  set_tensor_data<float>(buffer, 2, origin, 9.0f);
}
