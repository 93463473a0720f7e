// SPDX-License-Identifier: Apache-2.0
// The writer's target is declared as an input, as for a remote store that looks read-only (R40): it
// is not recorded as a writer. Right is add_inout.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& buffer = args.tensor(0).ref();
  const Tensor& out = args.tensor(1).ref();

  Arg write;
  TWIN(write.add_inout(buffer), write.add_input(buffer));
  write.add_scalar(5.0f);
  rt_submit_aiv_task(0, write);

  Arg read;
  read.add_input(buffer);
  read.add_inout(out);
  rt_submit_aiv_task(1, read);
}
