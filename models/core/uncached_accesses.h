// SPDX-License-Identifier: Apache-2.0
// Accesses of a kernel's code to GM past its data cache: ld_dev, st_dev, st_atomic
// (intrinsics.md 2.6, 3.5).
#pragma once

#include <cstdint>
#include <string>

#include "models/core/scalar_unit.h"

namespace npusim {

class UncachedAccesses {
 public:
  explicit UncachedAccesses(ScalarUnit& scalar_unit) : scalar_unit_(scalar_unit) {}

  std::uint64_t load(std::uint64_t address, unsigned bytes, const SyncOrigin& from);
  void store(std::uint64_t address, std::uint64_t value, unsigned bytes, const SyncOrigin& from);
  /// As the register ST_ATOMIC_CFG says. Returns what of it is not modelled; empty: it was done.
  std::string add_atomically(std::uint64_t address, std::uint64_t value, unsigned bytes,
                             std::uint64_t config, const SyncOrigin& from);

 private:
  ScalarUnit& scalar_unit_;
};

}  // namespace npusim
