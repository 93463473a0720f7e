// SPDX-License-Identifier: Apache-2.0
// The cycles that docs/timing.md prints, computed without SystemC, against the simulated core.
#include "models/timing/idle_core.h"

#include <algorithm>

#include "session/published/published.h"
#include "tests/support/catch.h"
#include "tests/support/one_core.h"

using namespace npusim;
using namespace npusim::test;

namespace {

library::TileCall current_call;

void run_current_call(std::int64_t*) {
  npusim_tile(&current_call);
  barrier(Pipe::ALL);
}

bool runs_on_a_pipe(const InstructionEvent& event) {
  return isa::info(static_cast<isa::Opcode>(event.opcode)).kind != isa::OpcodeKind::Scalar;
}

/// From the first issue to the last completion, as the run's events tell.
Cycle simulated_cycles(OneCore& core, const library::TileCall& call) {
  current_call = call;
  current_call.global.address = kWindowBase;
  core.log.instructions.clear();
  core.log.completions.clear();
  core.run(run_current_call);
  REQUIRE(core.finished());
  REQUIRE(core.log.faults.empty());
  Cycle first = ~Cycle{0}, last = 0;
  for (const InstructionEvent& event : core.log.instructions) {
    if (runs_on_a_pipe(event)) first = std::min(first, event.issue_cycle);
  }
  for (const CompletionEvent& event : core.log.completions) last = std::max(last, event.cycle);
  return last - first;
}

Knobs knobs_with(const char* name, const char* value) {
  Knobs knobs;
  knobs.set(name, value);
  return knobs;
}

bool on_cube_core(const library::TileCall& call) {
  return std::any_of(call.tile, call.tile + call.tile_count, [](const library::TileRef& tile) {
    return tile.loc != library::TileLoc::Vec;
  });
}

/// All figures that were made with the same knobs.
void compare_all(CoreKind kind, const Knobs& knobs = Knobs()) {
  OneCore core(kind, knobs);
  int compared = 0;
  for (const timing::PublishedFigure& figure : timing::published_figures()) {
    if (figure.group == timing::FigureGroup::Occupancy) continue;  // not the whole time
    if (!figure.call || on_cube_core(*figure.call) != (kind == CoreKind::AIC)) continue;
    if (figure.knobs.timing_l1_load != knobs.timing_l1_load ||
        figure.knobs.timing_dma != knobs.timing_dma) {
      continue;
    }
    CAPTURE(figure.name, figure.shape);
    auto simulated = static_cast<double>(simulated_cycles(core, *figure.call));
    if (figure.less) simulated -= static_cast<double>(simulated_cycles(core, *figure.less));
    CHECK(timing::modelled_cycles(figure) == simulated);
    ++compared;
  }
  CHECK(compared > 1);
}

}  // namespace

TEST_CASE("vector instructions and UB transfers alone take the listed cycles", "[models][core]") {
  compare_all(CoreKind::AIV);
}

TEST_CASE("transfers one after the other take the listed cycles", "[models][core]") {
  compare_all(CoreKind::AIV, knobs_with("timing.dma", "serial"));
}

TEST_CASE("loads to L1 at the fitted bandwidth take the listed cycles", "[models][core]") {
  compare_all(CoreKind::AIC, knobs_with("timing.l1_load", "hill"));
}

TEST_CASE("cube instructions and L1 transfers at the port's bandwidth take the listed cycles",
          "[models][core]") {
  compare_all(CoreKind::AIC);
}
