// SPDX-License-Identifier: Apache-2.0
// One task adds to sums atomically while another clears them, unordered: the sum or the zero is
// lost. Right is an edge between them.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& sums = args.tensor(0).ref();

  Arg clear;
  clear.add_inout(sums);
  clear.add_scalar(0.0f);
  rt_submit_aiv_task(0, clear);

  Arg add;
  TWIN(add.add_inout(sums), add.add_output(sums));
  add.add_scalar(2.0f);
  rt_submit_aiv_task(1, add);
}
