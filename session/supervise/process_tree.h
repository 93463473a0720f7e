// SPDX-License-Identifier: Apache-2.0
// The processes below this one, as /proc shows them.
#pragma once

#include <cstdint>
#include <vector>

#include <sys/types.h>

namespace npusim::session {

/// Children of `process`, direct ones.
std::vector<pid_t> children_of(pid_t process);

/// Memory of its own that the largest process of the tree below and with `root` has, in bytes.
std::uint64_t largest_memory(pid_t root);

/// Seconds for which a process of that tree has been ready to run while others had the processor:
/// the most that one of them has waited in all.
double longest_wait_for_processor(pid_t root);

/// Orphans below this process become its children, so that none can hide from it.
void adopt_orphans();

/// Kills all processes below this one, and waits for them.
void end_all_children();

}  // namespace npusim::session
