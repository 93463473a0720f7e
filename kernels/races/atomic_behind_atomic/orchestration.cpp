// SPDX-License-Identifier: Apache-2.0
// Two tasks add to sums that a third one clears before. Only the first of the two waits for the
// clearing, and as additions do not race with each other, it says nothing of the second: that one's
// addition may be lost. Right is an edge, here through the first addition.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& sums = args.tensor(0).ref();

  Arg clear;
  clear.add_inout(sums);
  clear.add_scalar(0.0f);
  rt_submit_aiv_task(0, clear);

  Arg first;
  first.add_inout(sums);
  first.add_scalar(2.0f);
  rt_submit_aiv_task(1, first);

  Arg second;
  TWIN(second.add_inout(sums), second.add_output(sums));
  second.add_scalar(1.0f);
  rt_submit_aiv_task(1, second);
}
