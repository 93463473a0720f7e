// SPDX-License-Identifier: Apache-2.0
// The plain loads and stores of a kernel's code, which the compiler announces before they happen:
// a load finds its bytes in the address window, a store is collected from there afterwards.
#pragma once

#include <cstdint>
#include <vector>

#include "models/core/scalar_unit.h"

namespace npusim {

class PlainAccesses {
 public:
  explicit PlainAccesses(ScalarUnit& scalar_unit) : scalar_unit_(scalar_unit) {}

  /// Before a load: brings its bytes into the window.
  void before_load(std::uint64_t address, unsigned bytes, const SyncOrigin& from);
  /// Before a store: remembers it.
  void before_store(std::uint64_t address, unsigned bytes, const SyncOrigin& from);
  /// Makes the store that was announced happen: its bytes are in the window by now.
  void collect_store();

  /// The compiler announces the copy of a structure destination first: store, load, and only then
  /// both happen. Whether this load is such a copy's: the announced store is still to come if the
  /// load is as wide, follows it within a few instructions, and nothing was stored; a store that
  /// changes nothing may come late.
  bool is_source_of_pending_copy(std::uint64_t address, unsigned bytes, Site site) const;

 private:
  ScalarUnit& scalar_unit_;
  std::uint64_t address_ = 0;  ///< of the store that was announced
  unsigned bytes_ = 0;         ///< 0: none was
  SyncOrigin from_;
  std::vector<std::uint8_t> before_;  ///< its bytes as they were then
};

}  // namespace npusim
