// SPDX-License-Identifier: Apache-2.0
// What a manual scope writes is not recorded: a later reader outside it gets no edge. Right is an
// automatic scope.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& buffer = args.tensor(0).ref();
  const Tensor& out = args.tensor(1).ref();

  PTO2_SCOPE(TWIN(PTO2ScopeMode::AUTO, PTO2ScopeMode::MANUAL)) {
    Arg write;
    write.add_inout(buffer);
    write.add_scalar(5.0f);
    rt_submit_aiv_task(0, write);
  }

  Arg read;
  read.add_input(buffer);
  read.add_inout(out);
  rt_submit_aiv_task(1, read);
}
