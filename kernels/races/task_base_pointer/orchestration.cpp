// SPDX-License-Identifier: Apache-2.0
// The reader takes the second row of a tensor as a tensor of its own, with another base pointer
// (R24, R39): overlap is looked for under equal base pointers only. Right is a view.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  const Tensor& buffer = args.tensor(0).ref();
  const Tensor& out = args.tensor(1).ref();
  const uint32_t second[2] = {1, 0};
  float* address = buffer.data_as<float>() + kElements;
  Tensor row = buffer.view(kRowShape, second);

  Arg write;
  write.add_inout(row);
  write.add_scalar(5.0f);
  rt_submit_aiv_task(0, write);

  Tensor same_row = TWIN(row, make_tensor_external(address, kRowShape, 2));
  Arg read;
  read.add_input(same_row);
  read.add_inout(out);
  rt_submit_aiv_task(1, read);
}
