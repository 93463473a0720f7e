// SPDX-License-Identifier: Apache-2.0
// Variables of kernels outside of functions: each core has its own (intrinsics.md 1.3, trap 9),
// while a kernel's object is loaded once. The bytes in the object are those of the core that
// accessed them last; the first access by another core puts them aside and brings its own.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "models/arch/topology.h"

namespace npusim {

class KernelGlobals {
 public:
  /// Kernels that a run is going to use, by where they begin; their objects are loaded and have run
  /// nothing but their initialisers. Kernels that are not added share their variables.
  void add(const void* entry);
  /// `core` finds the variables of the kernel that begins at `entry` as they were initialised;
  /// until then as its last block left them.
  void renew(const void* entry, CoreId core);
  /// The running code is about to access `bytes` bytes at `address`, on whichever core.
  void access(std::uint64_t address, std::uint64_t bytes) {
    if (maybe_known(address) || maybe_known(address + bytes - 1)) bring(address, bytes);
  }

 private:
  static constexpr unsigned kPageBits = 12;
  static constexpr unsigned kFilterPages = 4096;

  /// The writable data of one object.
  struct Object {
    std::uint64_t begin = 0, end = 0;
    CoreId owner = kNobody;  ///< whose bytes they are
    std::vector<std::uint8_t> initial;
    std::map<CoreId, std::vector<std::uint8_t>> aside;
  };
  static constexpr CoreId kNobody = ~CoreId{0};

  void give(Object& object, CoreId core);
  void bring(std::uint64_t address, std::uint64_t bytes);
  bool maybe_known(std::uint64_t address) const {
    const std::uint64_t page = (address >> kPageBits) % kFilterPages;
    return (filter_[page / 64] >> page % 64 & 1) != 0;
  }

  /// Pages of all objects, modulo kFilterPages: most accesses are to a stack, and are not theirs.
  std::array<std::uint64_t, kFilterPages / 64> filter_{};
  std::map<std::uint64_t, Object> objects_;  ///< by their end
  std::unordered_map<const void*, std::uint64_t> end_of_entry_;
};

/// Of this process.
inline KernelGlobals& kernel_globals() {
  static KernelGlobals globals;
  return globals;
}

}  // namespace npusim
