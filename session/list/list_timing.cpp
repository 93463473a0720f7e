// SPDX-License-Identifier: Apache-2.0
// The model's cycles beside the published ones: `npusim list timing`, docs/timing.md.
#include <fmt/format.h>

#include "session/list/listing.h"
#include "session/published/published.h"

namespace npusim::session {
namespace {

using timing::FigureGroup;

struct GroupText {
  FigureGroup group;
  std::string_view heading;
  std::string_view intro;
};
constexpr GroupText kGroups[] = {
    {FigureGroup::Product, "Matrix products",
     "m x k x n; exact in the tests of the public library."},
    {FigureGroup::Fit, "Vector instructions, fitted lines",
     "Lines through measurements of single tile instructions on a 910B3, at 1 and at 64 repeats."},
    {FigureGroup::Device, "Vector instructions, device measurements",
     "One run on the device each, as the public library's tests keep it."},
    {FigureGroup::Formula, "Vector instructions, formula file",
     "The public cost model's lines by type and columns, at 64 rows."},
    {FigureGroup::Load, "Loads to UB, device measurements",
     "DMA instructions of one TLOAD, and the bytes of each."},
    {FigureGroup::Hill, "Transfers, fitted bandwidth",
     "Fitted on the device; the fit's own mean error is 14 % (30 % with the point left out)."},
    {FigureGroup::Flat, "Transfers, flat bandwidth",
     "The public cost model's bandwidths, without start-up. Where a fitted bandwidth exists the "
     "model follows that one."},
};

analysis::Table table_of(FigureGroup group, const std::vector<timing::PublishedFigure>& figures) {
  using analysis::Align;
  analysis::Table table{{{"what"},
                         {"shape"},
                         {"published", Align::Right},
                         {"model", Align::Right},
                         {"deviation", Align::Right},
                         {"source"}},
                        {}};
  for (const timing::PublishedFigure& figure : figures) {
    if (figure.group != group) continue;
    const std::optional<Cycle> model = timing::modelled_cycles(figure);
    table.rows.push_back(
        {figure.name, figure.shape, fmt::format("{:.0f}", figure.cycles),
         model ? std::to_string(*model) : "not modelled",
         model ? fmt::format("{:+.1f} %", timing::deviation_percent(figure, *model)) : "",
         std::string(figure.source)});
  }
  return table;
}

}  // namespace

Listing timing_listing() {
  const std::vector<timing::PublishedFigure> figures = timing::published_figures();
  Listing listing{
      "Timing against published figures",
      "Cycles of one tile instruction on an idle core, from its first issue until its last byte is "
      "written, without jitter. The model's figures come from the expansion and the cost table "
      "that "
      "runs use (docs/ops.md). Published sources disagree with each other; a deviation is listed, "
      "not explained away.",
      {}};
  for (const GroupText& text : kGroups) {
    listing.sections.push_back(
        {std::string(text.heading), std::string(text.intro), table_of(text.group, figures)});
  }
  return listing;
}

}  // namespace npusim::session
