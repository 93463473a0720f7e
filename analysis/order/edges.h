// SPDX-License-Identifier: Apache-2.0
// The edges of happens-before, from the one table edges.def: the ordering model applies them and
// docs print them.
#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace npusim::analysis {

enum class Completes : std::uint8_t { Nothing, ThisPipe, EveryPipe, GmStores, UbStores, Fin };

enum class Edge : std::uint8_t {
#define NPUSIM_EDGE(Name, from, to, completes, rule, sentence) Name,
#include "analysis/order/edges.def"
#undef NPUSIM_EDGE
};

struct EdgeInfo {
  std::string_view name;
  std::string_view from;
  std::string_view to;
  Completes completes;
  std::string_view rule;
  std::string_view sentence;
};

/// The rows of edges.def, in order.
std::span<const EdgeInfo> edges();
const EdgeInfo& info(Edge edge);

inline constexpr unsigned kEdgeCount = 15;
/// Which edges a model applies. All of them, except to show what each one is needed for.
using EdgeSet = std::bitset<kEdgeCount>;
inline EdgeSet all_edges() { return EdgeSet{}.set(); }

/// This table and the one of pipe_order.def as Markdown: the tables of docs/ordering.md.
std::string order_as_markdown();

}  // namespace npusim::analysis
