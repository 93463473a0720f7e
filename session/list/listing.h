// SPDX-License-Identifier: Apache-2.0
// What `npusim list` prints, and what the generated documents in docs/ hold: the tables that the
// model, the knobs, the rules and the checks are defined by.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/report/table.h"

namespace npusim::session {

struct ListingSection {
  std::string heading;  ///< empty for a listing of one section
  std::string intro;
  analysis::TextTable table;
  /// In text, the last column holds sentences and goes under its row.
  bool sentences_below = false;
};

struct Listing {
  std::string title;
  std::string intro;
  std::vector<ListingSection> sections;
};

/// One thing that can be listed.
struct ListingKind {
  std::string_view name;  ///< as `npusim list` takes it
  std::string_view description;
  Listing (*make)();
};

std::span<const ListingKind> listing_kinds();

/// Names of the tile library's functions.
std::span<const std::string_view> tile_ops();

Listing programs_listing();
Listing ops_listing();
Listing timing_listing();
Listing rules_listing();
Listing knobs_listing();
Listing checks_listing();

std::string text_of(const Listing& listing);
/// A complete Markdown document; `command` is the command that generates it.
std::string markdown_of(const Listing& listing, std::string_view command);

/// `text` in lines of at most `width`, each indented.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

}  // namespace npusim::session
