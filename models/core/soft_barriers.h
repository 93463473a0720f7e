// SPDX-License-Identifier: Apache-2.0
// Barriers that a library makes of words in GM, which cores read until they have changed, and marks
// before and behind (intrinsics.md 3.3). The marks order; what the barrier does to memory is the
// kernel's own.
#pragma once

#include <cstdint>

#include "cce/port/port.h"
#include "models/core/core_environment.h"
#include "models/core/pipe_entry.h"

namespace npusim {

class SoftBarriers {
 public:
  explicit SoftBarriers(CoreEnvironment& environment) : environment_(environment) {}

  void begin_block();
  /// The mark before a barrier, or the next one, which is behind it.
  void mark(port::SoftBarrierRole role, std::uint64_t which, const SyncOrigin& origin);

 private:
  void arrive(port::SoftBarrierRole role, std::uint64_t which, const SyncOrigin& origin);
  void leave(port::SoftBarrierRole role, std::uint64_t which, const SyncOrigin& origin);
  std::uint64_t number(const SyncOrigin& origin, std::uint64_t which, unsigned half) const;

  CoreEnvironment& environment_;
  bool inside_ = false;
  std::uint64_t passed_ = 0;  ///< barriers of everyone in this block, modulo 2
};

}  // namespace npusim
