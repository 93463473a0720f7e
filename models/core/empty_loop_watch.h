// SPDX-License-Identifier: Apache-2.0
// A loop without a body is one instruction that jumps to itself: the compiler puts no call into it
// that would tell npusim that it runs. So a timer looks where the code is.
#pragma once

namespace npusim {

/// While it lives, code of the program that jumps to itself is stopped (NativeFault::EmptyLoop).
/// How soon decides nothing: such code does nothing. Requires: install_native_fault_handler().
class EmptyLoopWatch {
 public:
  EmptyLoopWatch();
  ~EmptyLoopWatch();
  EmptyLoopWatch(const EmptyLoopWatch&) = delete;
  EmptyLoopWatch& operator=(const EmptyLoopWatch&) = delete;
};

/// Whether the instruction at `code`, which is about to be run, jumps to itself.
bool jumps_to_itself(const void* code);

}  // namespace npusim
