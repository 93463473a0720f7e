// SPDX-License-Identifier: Apache-2.0
// product = a * b on the AIC, then the first 256 sums to the output on an AIV.
#include "../shared/orchestration.h"

extern "C" void aicpu_orchestration_entry(const ChipStorageTaskArgs& args) {
  Arg multiply;
  multiply.add_input(args.tensor(0).ref());
  multiply.add_input(args.tensor(1).ref());
  multiply.add_inout(args.tensor(2).ref());
  rt_submit_aic_task(0, multiply);

  Arg read;
  read.add_input(args.tensor(2).ref());
  read.add_inout(args.tensor(3).ref());
  rt_submit_aiv_task(1, read);
}
