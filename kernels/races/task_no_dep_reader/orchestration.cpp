// SPDX-License-Identifier: Apache-2.0
// The reader is declared no_dep: it gets no edge from the writer. Right is add_input.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& buffer = args.tensor(0).ref();
  const Tensor& out = args.tensor(1).ref();

  Arg write;
  write.add_inout(buffer);
  write.add_scalar(5.0f);
  rt_submit_aiv_task(0, write);

  Arg read;
  TWIN(read.add_input(buffer), read.add_no_dep(buffer));
  read.add_inout(out);
  rt_submit_aiv_task(1, read);
}
