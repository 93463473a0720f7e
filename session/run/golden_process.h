// SPDX-License-Identifier: Apache-2.0
// The golden program in a process of its own, so that it can neither disturb the run nor end it.
#pragma once

#include <vector>

#include "sim/build/build_program.h"
#include "sim/program/argument.h"

namespace npusim::session {

/// Loads and runs the golden program on private copies of `memory` (by argument, page-aligned
/// private mappings), and puts what it wrote there. Throws InputError if it does not come back
/// with goldens, BuildError if it does not load.
void compute_goldens(const BuiltGolden& golden, const std::vector<Argument>& arguments,
                     const std::vector<std::byte*>& memory,
                     const std::vector<ScalarArgument>& scalars);

/// Loads it in such a process and does nothing with it. Throws as compute_goldens().
void try_golden(const BuiltGolden& golden);

}  // namespace npusim::session
