// SPDX-License-Identifier: Apache-2.0
#include "session/trace/trace_compiler.h"

#include "models/arch/input_error.h"
#include "sim/build/program_identity.h"

namespace npusim::session {

std::string recorded_compiler(const traces::TraceHeader& header) {
  return compiler_of(header.inputs);
}

void require_same_compiler(const std::string& file, const traces::TraceHeader& first,
                           const traces::TraceHeader& second) {
  const std::string difference = compiler_difference(first.inputs, second.inputs);
  if (difference.empty()) return;
  throw InputError(file, "", "a run whose kernels the same compiler built, with the same flags",
                   difference, "record one of the two again");
}

}  // namespace npusim::session
