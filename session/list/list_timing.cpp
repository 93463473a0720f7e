// SPDX-License-Identifier: Apache-2.0
// The model's cycles beside the published ones: `npusim list timing`, docs/timing.md.
#include <algorithm>

#include <fmt/format.h>

#include "session/list/listing.h"
#include "session/published/published.h"
#include "session/published/reasons.h"

namespace npusim::session {
namespace {

using timing::FigureGroup;
using timing::FigureUse;

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
    {FigureGroup::Occupancy, "Vector instructions, device measurements of repeats alone",
     "The same source; but 4 to 10 cycles above the repeats, so without the way to the first and "
     "from the last. The model's figure is the time in which pipe V reads."},
    {FigureGroup::Unguarded, "Vector instructions, tests that accept any time",
     "Figures of public tests that no result can fail. Those of instructions in the formula file "
     "are a fraction of it: the model does not aim at these figures."},
    {FigureGroup::Formula, "Vector instructions, formula file",
     "The public cost model's lines by type and columns, at 64 rows or as many as 64 KiB hold."},
    {FigureGroup::Banks, "Banks of UB",
     "One vadd among a thousand, or alone: float32 of 64 repeats unless said."},
    {FigureGroup::Load, "Loads to UB, device measurements",
     "DMA instructions of one TLOAD, and the bytes of each. Five of the six are 264 + bytes / 128 "
     "an "
     "instruction to the cycle, one after the other, which looks simulated; streams of transfers "
     "on "
     "the device overlap (below), and the model follows those by default."},
    {FigureGroup::Stream, "Loads of a whole array by all cores",
     "12288 x 12288 float16, cold: time of MTE2."},
    {FigureGroup::Program, "Whole programs",
     "data_copy: the task's time, of which the model's figure is MTE2's alone. "
     "add_high_performance: the cores' time, from pipes and memory system without front end and "
     "dispatch. GEMM: of runs, recorded (docs/time.md)."},
    {FigureGroup::CubeKernel, "Tasks of a decode layer, cube",
     "Qwen3-14B with 90 requests: mean time of a kernel's tasks on their cores, all of one run, "
     "recorded (docs/time.md). The mixed one counts with its slowest core."},
    {FigureGroup::VectorKernel, "Tasks of a decode layer, vector", "The same run."},
    {FigureGroup::Hill, "Transfers, fitted bandwidth",
     "Fitted to single transfers on the device with a mean error of 14 % (30 % with the point left "
     "out)."},
    {FigureGroup::Flat, "Transfers, flat bandwidth",
     "The public cost model's bandwidths. They have no latency, so what is compared is what 60 KiB "
     "more take."},
};

analysis::TextTable table_of(FigureGroup group,
                             const std::vector<timing::PublishedFigure>& figures) {
  using analysis::Align;
  analysis::TextTable table{{{"what"},
                             {"shape"},
                             {"published", Align::Right},
                             {"model", Align::Right},
                             {"deviation", Align::Right},
                             {"source"},
                             {"set"},
                             {"why"}},
                            {}};
  for (const timing::PublishedFigure& figure : figures) {
    if (figure.group != group) continue;
    const std::optional<double> model = timing::modelled_cycles(figure);
    const int digits = figure.cycles < 1000 && figure.group == FigureGroup::Banks ? 1 : 0;
    table.rows.push_back(
        {figure.name, figure.shape, fmt::format("{:.{}f}", figure.cycles, digits),
         model ? fmt::format("{:.{}f}", *model, digits) : "not modelled",
         model ? fmt::format("{:+.1f} %", timing::deviation_percent(figure, *model)) : "",
         std::string(figure.source), figure.use == FigureUse::Training ? "training" : "held out",
         std::string(timing::reason_of(figure, model))});
  }
  return table;
}

analysis::TextTable summary_table(const std::vector<timing::PublishedFigure>& figures,
                                  FigureUse use) {
  using analysis::Align;
  analysis::TextTable table{{{"figures"},
                             {"number", Align::Right},
                             {"modelled", Align::Right},
                             {"mean", Align::Right},
                             {"median", Align::Right},
                             {"worst", Align::Right},
                             {"within 5 %", Align::Right},
                             {"10 %", Align::Right},
                             {"25 %", Align::Right}},
                            {}};
  for (const GroupText& text : kGroups) {
    const timing::FigureSummary summary = timing::summary_of(figures, text.group, use);
    if (summary.figures == 0) continue;
    const auto percent = [](double value) { return fmt::format("{:.1f} %", value); };
    const auto share = [](double value) { return fmt::format("{:.0f} %", value); };
    table.rows.push_back({std::string(text.heading), std::to_string(summary.figures),
                          std::to_string(summary.modelled), percent(summary.mean),
                          percent(summary.median), percent(summary.worst), share(summary.within_5),
                          share(summary.within_10), share(summary.within_25)});
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
  listing.sections.push_back(
      {"Summary: held out",
       "Sizes of the deviations of the model from published figures that no cost is fitted to, and "
       "how many of the modelled ones are within so much.",
       summary_table(figures, FigureUse::HeldOut)});
  listing.sections.push_back(
      {"Summary: training set",
       "The same for the figures that costs are fitted to (`bench/calibration.py` fits them anew), "
       "or that are those by another name.",
       summary_table(figures, FigureUse::Training)});
  for (const GroupText& text : kGroups) {
    listing.sections.push_back(
        {std::string(text.heading), std::string(text.intro), table_of(text.group, figures)});
  }
  return listing;
}

}  // namespace npusim::session
