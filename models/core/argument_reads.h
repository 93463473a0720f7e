// SPDX-License-Identifier: Apache-2.0
// A block's first looks at its arguments. The list that the runtime passes and the tensors'
// descriptors lie in GM, and the data cache is empty when a block begins, so that each line is
// fetched once (task-runtime.md 5.1, 6.1, 6.2). Arguments of a launch come with it.
#pragma once

#include <bitset>

#include "models/core/core_environment.h"
#include "models/core/pipe_entry.h"
#include "models/core/worker.h"
#include "models/memory/address_window.h"

namespace npusim {

class ArgumentReads {
 public:
  explicit ArgumentReads(CoreEnvironment& environment) : environment_(environment) {}

  void begin_block(const DispatchPayload& payload);
  /// The kernel loads from this address of its list: takes the time of lines that it is the first
  /// to need, and reports an argument that was not passed.
  void load(std::uint64_t address, const SyncOrigin& origin);

 private:
  unsigned new_lines(unsigned index);

  CoreEnvironment& environment_;
  bool is_launch_ = false;
  unsigned passed_ = kLocalContextIndex;  ///< arguments
  unsigned tensors_ = 0;                  ///< the first of them
  std::bitset<kArgsBytesPerCore / kCacheLineBytes> list_;
  std::bitset<kArgsBytesPerCore / sizeof(std::int64_t)> descriptors_;
};

}  // namespace npusim
