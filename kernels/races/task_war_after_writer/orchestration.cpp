// SPDX-License-Identifier: Apache-2.0
// Writer, reader, writer (R35): there are edges from the first writer to both, none from the reader
// to the second writer. Right is a reader that is declared inout, which serialises readers.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& buffer = args.tensor(0).ref();
  const Tensor& out = args.tensor(1).ref();

  Arg first;
  first.add_inout(buffer);
  first.add_scalar(1.0f);
  rt_submit_aiv_task(0, first);

  Arg read;
  TWIN(read.add_inout(buffer), read.add_input(buffer));
  read.add_inout(out);
  rt_submit_aiv_task(1, read);

  Arg second;
  second.add_inout(buffer);
  second.add_scalar(2.0f);
  rt_submit_aiv_task(0, second);
}
