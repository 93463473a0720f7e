// SPDX-License-Identifier: Apache-2.0
// Two tasks add to the same sums atomically, unordered (R59): no update is lost, but the bits of a
// floating-point sum depend on the order. Right is an edge between them.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& sums = args.tensor(0).ref();

  Arg first;
  first.add_inout(sums);
  first.add_scalar(1.0f);
  rt_submit_aiv_task(0, first);

  Arg second;
  TWIN(second.add_inout(sums), second.add_output(sums));
  second.add_scalar(2.0f);
  rt_submit_aiv_task(0, second);
}
