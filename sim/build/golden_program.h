// SPDX-License-Identifier: Apache-2.0
// Running a program's golden program.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/build/shared_library.h"
#include "sim/program/argument.h"

namespace npusim {

/// Calls compute_golden on the arguments. memory[i] holds the initial contents of arguments[i] and
/// is the golden program's to write: a private mapping, not the simulated memory. Scalars come as
/// tensors of one element, structs not at all. An exception of the golden program becomes an
/// InputError that names its source.
void run_golden_program(const SharedLibrary& golden, const std::vector<Argument>& arguments,
                        const std::vector<std::byte*>& memory,
                        std::vector<ScalarArgument> scalars = {});

}  // namespace npusim
