// SPDX-License-Identifier: Apache-2.0
// Two tasks write one tensor, the second with add_output: an existing output gets no edge from an
// earlier writer (R37). Right is add_inout.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& buffer = args.tensor(0).ref();

  Arg first;
  first.add_output(buffer);
  first.add_scalar(1.0f);
  rt_submit_aiv_task(0, first);

  Arg second;
  TWIN(second.add_inout(buffer), second.add_output(buffer));
  second.add_scalar(2.0f);
  rt_submit_aiv_task(0, second);
}
