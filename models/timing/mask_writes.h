// SPDX-License-Identifier: Apache-2.0
// Whether the next instruction of pipe V comes behind a write of the mask that costs it time
// (cost.h). Behind a barrier of the pipe no instruction uses the mask, so that writing it is free.
#pragma once

#include <utility>

namespace npusim::timing {

class MaskWrites {
 public:
  void write() {
    if (in_use_) written_ = true;
  }
  /// A barrier of pipe V.
  void pass_barrier() { in_use_ = false; }
  /// An instruction of pipe V is issued: whether the mask was written since the last one, while it
  /// was in use.
  bool take() {
    in_use_ = true;
    return std::exchange(written_, false);
  }

 private:
  bool written_ = false;
  bool in_use_ = true;
};

}  // namespace npusim::timing
