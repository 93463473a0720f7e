// SPDX-License-Identifier: Apache-2.0
// Published cycles of instructions (published.def), each with the tile instruction and the shape it
// was given for, so that the model's cycles of the same call can stand beside them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/arch/cycle.h"
#include "models/arch/knobs.h"
#include "pto/tile_call.h"

namespace npusim::timing {

enum class FigureGroup { Product, Fit, Device, Formula, Load, Flat, Hill };

struct PublishedFigure {
  FigureGroup group;
  std::string name;   ///< tile instruction or path
  std::string shape;  ///< what was measured
  double cycles;
  std::string_view source;
  /// The same as a call; none where the tile instruction is not modelled.
  std::optional<library::TileCall> call;
  Knobs knobs;  ///< the reading of the hardware that the figure belongs to
};

std::vector<PublishedFigure> published_figures();

/// The model's cycles for the figure's call.
std::optional<Cycle> modelled_cycles(const PublishedFigure& figure);

/// (model - published) / published, in percent.
double deviation_percent(const PublishedFigure& figure, Cycle model);

}  // namespace npusim::timing
