// SPDX-License-Identifier: Apache-2.0
// The orchestrator reads an element that a task in a manual scope writes (simpler#2084): it waits
// for recorded writers only. Right is an automatic scope.
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

  const uint32_t origin[2] = {0, 0};
  const float value = get_tensor_data<float>(buffer, 2, origin);
  Arg show;
  show.add_inout(out);
  show.add_scalar(value);
  rt_submit_aiv_task(0, show);
}
