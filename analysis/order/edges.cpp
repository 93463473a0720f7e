// SPDX-License-Identifier: Apache-2.0
#include "analysis/order/edges.h"

#include <fmt/format.h>

#include "analysis/order/pipe_order.h"

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

std::string order_as_markdown() {
  std::string text = "| edge | from | to | rule | |\n|---|---|---|---|---|\n";
  for (const EdgeInfo& edge : kEdges) {
    text += fmt::format("| {} | {} | {} | `{}` | {} |\n", edge.name, edge.from, edge.to, edge.rule,
                        edge.sentence);
  }
  text += "\n| pipe | its queue orders | rule | why |\n|---|---|---|---|\n";
  constexpr std::string_view kDisciplines[] = {"everything", "repeat by repeat", "starts only"};
  for (const PipeOrder& row : kPipeOrders) {
    text += fmt::format("| {} | {} | `{}` | {} |\n", npusim::name(row.pipe),
                        kDisciplines[static_cast<unsigned>(row.discipline)], row.rule, row.reason);
  }
  return text;
}

}  // namespace npusim::analysis
