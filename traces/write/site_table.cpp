// SPDX-License-Identifier: Apache-2.0
#include "traces/write/site_table.h"

#include <utility>

#include "traces/format/schema.h"

namespace npusim::traces {

SiteTable::SiteTable(const SourceLookup& lookup, std::function<void(const SourceLocation&)> add_row)
    : lookup_(lookup), add_row_(std::move(add_row)) {}

std::uint32_t SiteTable::row_of(Site site) {
  if (site == nullptr) return kNone32;
  if (site == last_site_) return last_row_;
  const auto [known, is_new] = rows_.try_emplace(site, 0);
  if (is_new) {
    const SourceLocation at = lookup_.locate(site);
    const auto [place, is_new_place] =
        places_.try_emplace(Place(at.file, at.line, at.function, at.module),
                            static_cast<std::uint32_t>(places_.size()));
    if (is_new_place) add_row_(at);
    known->second = place->second;
  }
  last_site_ = site;
  last_row_ = known->second;
  return last_row_;
}

}  // namespace npusim::traces
