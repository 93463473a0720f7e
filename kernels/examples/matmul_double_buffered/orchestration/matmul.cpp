// SPDX-License-Identifier: Apache-2.0
// One task of 4 blocks: c = a * b.
#include <cstdint>

#include "pto_orchestration_api.h"

extern "C" {

__attribute__((visibility("default"))) PTO2OrchestrationConfig aicpu_orchestration_config(
    const ChipTaskArgs&) {
  return PTO2OrchestrationConfig{.expected_arg_count = 3};
}

__attribute__((visibility("default"))) void aicpu_orchestration_entry(const ChipTaskArgs& args) {
  const ChipTensor& a = args.tensor(0).ref();
  const ChipTensor& b = args.tensor(1).ref();
  const ChipTensor& c = args.tensor(2).ref();

  CoreTaskArgs multiply;
  multiply.add_input(a);
  multiply.add_input(b);
  multiply.add_output(c);
  multiply.launch_spec.set_block_num(4);
  rt_submit_aic_task(0, multiply);
}

}  // extern "C"
