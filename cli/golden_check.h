// SPDX-License-Identifier: Apache-2.0
// A run's outputs against their goldens: from files, or from the golden program.
#pragma once

#include <vector>

#include "analysis/report/run_report.h"
#include "models/arch/byte_range.h"
#include "sim/build/build_program.h"
#include "sim/machine/device_image.h"
#include "sim/program/program.h"

namespace npusim::cli {

struct GoldenResult {
  analysis::GoldenComparison comparison;
  std::size_t argument = 0;
  std::vector<ByteRange> wrong;  ///< what differs, in bytes of the output; for unequal outputs only
};

/// One result for each output that has a golden, in the order of the arguments. `memory` is the view
/// the program ran in. Only pages that the run or the golden touched are read.
std::vector<GoldenResult> check_goldens(const Program& program, const BuiltProgram& built,
                                        const DeviceImage& image, const DeviceView& memory);

}  // namespace npusim::cli
