// SPDX-License-Identifier: Apache-2.0
// One task of 16 blocks: y = softmax of each row of x.
#include <cstdint>

#include "pto_orchestration_api.h"

extern "C" {

__attribute__((visibility("default"))) PTO2OrchestrationConfig aicpu_orchestration_config(
    const ChipTaskArgs&) {
  return PTO2OrchestrationConfig{.expected_arg_count = 2};
}

__attribute__((visibility("default"))) void aicpu_orchestration_entry(const ChipTaskArgs& args) {
  const ChipTensor& x = args.tensor(0).ref();
  const ChipTensor& y = args.tensor(1).ref();

  CoreTaskArgs softmax;
  softmax.add_input(x);
  softmax.add_output(y);
  softmax.launch_spec.set_block_num(16);
  rt_submit_aiv_task(0, softmax);
}

}  // extern "C"
