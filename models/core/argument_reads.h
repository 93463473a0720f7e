// SPDX-License-Identifier: Apache-2.0
// A block's first looks at its arguments. The list that the runtime passes and the tensors'
// descriptors lie in GM, and the data cache is empty when a block begins, so that each line is
// fetched once (task-runtime.md 5.1, 6.1, 6.2).
#pragma once

#include <bitset>

#include "models/arch/mem_space.h"

namespace npusim {

class ArgumentReads {
 public:
  /// The first `tensors` arguments lead to descriptors.
  void begin_block(unsigned tensors) {
    tensors_ = tensors;
    list_.reset();
    descriptors_.reset();
  }

  /// How many lines the load of argument `index` is the first to need: of the list, whose first
  /// word is the function's address, and of the descriptor, where all is in the first line that
  /// kernels read.
  unsigned new_lines(unsigned index) {
    const unsigned line = (index + 1) * 8 / kCacheLineBytes;
    unsigned count = 0;
    if (line < list_.size() && !list_[line]) {
      list_.set(line);
      ++count;
    }
    if (index < tensors_ && !descriptors_[index]) {
      descriptors_.set(index);
      ++count;
    }
    return count;
  }

 private:
  unsigned tensors_ = 0;
  std::bitset<8> list_;  ///< of 512 bytes
  std::bitset<64> descriptors_;
};

}  // namespace npusim
