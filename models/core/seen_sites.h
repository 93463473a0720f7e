// SPDX-License-Identifier: Apache-2.0
// The places of a kernel's text that something has happened at. Code in a loop asks for the same
// few over and over, so that those are found without hashing.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_set>

#include "models/arch/event.h"

namespace npusim {

class SeenSites {
 public:
  /// Whether `site` is new.
  bool add(Site site) {
    Site& recent = recent_[reinterpret_cast<std::uintptr_t>(site) / 4 % recent_.size()];
    if (site != nullptr && recent == site) return false;
    recent = site;
    return seen_.insert(site).second;
  }

 private:
  std::array<Site, 256> recent_{};
  std::unordered_set<Site> seen_;
};

}  // namespace npusim
