// SPDX-License-Identifier: Apache-2.0
// The caller's side of pto/npusim/golden.h.
#include "sim/build/golden_program.h"

#include "models/arch/check.h"
#include "pto/npusim/golden.h"
#include "sim/program/build_error.h"

namespace npusim {

void run_golden_program(const SharedLibrary& golden, const std::vector<Argument>& arguments,
                        const std::vector<std::byte*>& memory,
                        std::vector<ScalarArgument> scalars) {
  NPUSIM_CHECK(arguments.size() == memory.size());
  std::vector<golden::Argument> passed;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    passed.push_back({arguments[i].name, arguments[i].dtype, arguments[i].shape, memory[i]});
  }
  for (ScalarArgument& scalar : scalars) {
    if (scalar.structure) continue;
    passed.push_back({scalar.name, scalar.dtype, {1}, &scalar.bits});
  }
  golden::Arguments all(std::move(passed));
  using Compute = void(golden::Arguments&);
  auto* compute = reinterpret_cast<Compute*>(golden.symbol("compute_golden"));
  try {
    compute(all);
  } catch (const std::exception& error) {
    throw InputError(golden.source().string(), "compute_golden", "the goldens", error.what(),
                     "correct the golden program or data.json");
  }
}

}  // namespace npusim
