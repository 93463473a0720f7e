// SPDX-License-Identifier: Apache-2.0
// Published cycles of instructions (published.def), each with the tile instruction and the shape it
// was given for, so that the model's cycles of the same call can stand beside them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/arch/cycle.h"
#include "models/arch/knobs.h"
#include "pto/tile_call.h"
#include "session/published/add_kernel.h"
#include "session/published/streams.h"

namespace npusim::timing {

enum class FigureGroup {
  Product,
  Fit,
  Device,
  Occupancy,
  Unguarded,
  Formula,
  Banks,
  Load,
  Stream,
  Flat,
  Hill,
  Program,
  CubeKernel,
  VectorKernel
};

/// Of the model whose runs the recorded figures are of; with another, they must be run again.
inline constexpr unsigned kRecordedRevision = 6;

/// What costs are fitted to, or what the model may be judged by.
enum class FigureUse { Training, HeldOut };

struct PublishedFigure {
  FigureGroup group;
  FigureUse use;
  std::string name;   ///< tile instruction or path
  std::string shape;  ///< what was measured
  double cycles;
  std::string_view source;
  /// The same as a call, or as instructions in a row; neither where the tile instruction is not
  /// modelled.
  std::optional<library::TileCall> call;
  std::optional<library::TileCall> less;  ///< whose cycles are taken off
  std::variant<std::monostate, VaddStream, LoadStream, WaitedLoads, AddKernel> stream;
  Knobs knobs;  ///< the reading of the hardware that the figure belongs to
  /// What a run of the program took that the figure is of, where it needs more than npusim.
  std::optional<double> recorded;
};

std::vector<PublishedFigure> published_figures();

/// The model's cycles for the same.
std::optional<double> modelled_cycles(const PublishedFigure& figure);

/// (model - published) / published, in percent.
double deviation_percent(const PublishedFigure& figure, double model);

/// How well the model meets a group of figures: sizes of deviations, in percent.
struct FigureSummary {
  std::size_t figures = 0, modelled = 0;
  double mean = 0, median = 0, worst = 0;
  double within_5 = 0, within_10 = 0, within_25 = 0;  ///< shares of the modelled ones, percent
};
FigureSummary summary_of(const std::vector<PublishedFigure>& figures, FigureGroup group,
                         FigureUse use);

}  // namespace npusim::timing
