// SPDX-License-Identifier: Apache-2.0
// One Site for each place in the source. A compiler makes several addresses of one line (inlined or
// unrolled copies); to the checks they are one place, as they are one row in a trace.
#pragma once

#include <map>
#include <tuple>
#include <unordered_map>

#include "models/arch/source_lookup.h"

namespace npusim::analysis {

class SourcePlaces {
 public:
  explicit SourcePlaces(const SourceLookup& sources) : sources_(sources) {}

  /// The first site of this place that was asked for; null for null.
  Site place_of(Site site) {
    if (site == nullptr || site == last_site_) return site == nullptr ? nullptr : last_place_;
    const auto [known, is_new] = places_of_sites_.try_emplace(site, site);
    if (is_new) {
      const SourceLocation at = sources_.locate(site);
      known->second =
          places_.try_emplace({at.file, at.line, at.function, at.module}, site).first->second;
    }
    last_site_ = site;
    last_place_ = known->second;
    return last_place_;
  }

 private:
  const SourceLookup& sources_;
  std::unordered_map<Site, Site> places_of_sites_;
  std::map<std::tuple<std::string, std::uint32_t, std::string, std::string>, Site> places_;
  Site last_site_ = nullptr;
  Site last_place_ = nullptr;
};

}  // namespace npusim::analysis
