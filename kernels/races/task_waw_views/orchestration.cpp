// SPDX-License-Identifier: Apache-2.0
// Two tasks write 4 rows each of one tensor, 2 rows apart, as existing outputs (R37): two rows have
// two unordered writers. Right are 4 rows apart.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  constexpr uint32_t kRowsApart = TWIN(4, 2);
  const Tensor& buffer = args.tensor(0).ref();

  for (uint32_t i = 0; i < 2; ++i) {
    const uint32_t shape[2] = {4, 64};
    const uint32_t offset[2] = {i * kRowsApart, 0};
    Tensor rows = buffer.view(shape, offset);
    Arg write;
    write.add_output(rows);
    write.add_scalar(i + 1.0f);
    rt_submit_aiv_task(0, write);
  }
}
