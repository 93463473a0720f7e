// SPDX-License-Identifier: Apache-2.0
#include "analysis/order/edges.h"

#include <fmt/format.h>

namespace npusim::analysis {
namespace {

constexpr EdgeInfo kEdges[] = {
#define NPUSIM_EDGE(Name, from, to, completes, rule, sentence) \
  {#Name, from, to, Completes::completes, rule, sentence},
#include "analysis/order/edges.def"
#undef NPUSIM_EDGE
};
static_assert(std::size(kEdges) == kEdgeCount);

}  // namespace

std::span<const EdgeInfo> edges() { return kEdges; }

const EdgeInfo& info(Edge edge) { return kEdges[static_cast<unsigned>(edge)]; }

std::string edges_as_markdown() {
  std::string text = "| edge | from | to | rule | |\n|---|---|---|---|---|\n";
  for (const EdgeInfo& edge : kEdges) {
    text += fmt::format("| {} | {} | {} | `{}` | {} |\n", edge.name, edge.from, edge.to, edge.rule,
                        edge.sentence);
  }
  return text;
}

}  // namespace npusim::analysis
