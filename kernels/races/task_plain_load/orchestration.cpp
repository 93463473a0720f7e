// SPDX-License-Identifier: Apache-2.0
// The orchestrator reads an element by a plain load, which waits for nothing. Right is
// get_tensor_data.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& buffer = args.tensor(0).ref();
  const Tensor& out = args.tensor(1).ref();

  Arg write;
  write.add_inout(buffer);
  write.add_scalar(5.0f);
  rt_submit_aiv_task(0, write);

  const uint32_t origin[2] = {0, 0};
  const float value = TWIN(get_tensor_data<float>(buffer, 2, origin), *buffer.data_as<float>());
  Arg show;
  show.add_inout(out);
  show.add_scalar(value);
  rt_submit_aiv_task(0, show);
}
