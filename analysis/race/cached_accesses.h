// SPDX-License-Identifier: Apache-2.0
// Scalar accesses to GM through the data caches, as others see them: a read is as old as its line,
// a store counts when its line is written back (rules dcache.*).
#pragma once

#include <cstdint>

#include "analysis/race/access_checker.h"
#include "analysis/race/data_caches.h"

namespace npusim::analysis {

class CachedAccesses {
 public:
  CachedAccesses(const OrderModel& model, AccessChecker& checker)
      : model_(model), checker_(checker) {}

  void read(const Access& access);
  void store(const Access& access);
  /// A line is fetched.
  void fill(const Access& access);
  void write_back(const Access& access);
  /// dcci; see DataCaches::invalidate_clean().
  void invalidate_clean(CoreId core, std::uint64_t address, std::uint64_t bytes) {
    caches_.invalidate_clean(core, address, bytes);
  }

 private:
  const OrderModel& model_;
  AccessChecker& checker_;
  DataCaches caches_;
};

}  // namespace npusim::analysis
