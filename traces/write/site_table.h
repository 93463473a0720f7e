// SPDX-License-Identifier: Apache-2.0
// Numbers the places in the source: row of /sites by Site. Two code addresses of one place share a
// row, so that a trace does not depend on where a compiler put them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <tuple>
#include <unordered_map>

#include "models/arch/source_lookup.h"

namespace npusim::traces {

class SiteTable {
 public:
  /// `add_row` is called for each new place, in the order of the numbers.
  SiteTable(const SourceLookup& lookup, std::function<void(const SourceLocation&)> add_row);

  /// kNone32 for a null site.
  std::uint32_t row_of(Site site);

 private:
  using Place = std::tuple<std::string, std::uint32_t, std::string, std::string>;

  const SourceLookup& lookup_;
  std::function<void(const SourceLocation&)> add_row_;
  std::unordered_map<Site, std::uint32_t> rows_;
  std::map<Place, std::uint32_t> places_;
  Site last_site_ = nullptr;
  std::uint32_t last_row_ = 0;
};

}  // namespace npusim::traces
