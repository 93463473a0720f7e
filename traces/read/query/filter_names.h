// SPDX-License-Identifier: Apache-2.0
// An EventFilter's words as numbers of one trace.
#pragma once

#include <array>
#include <set>
#include <vector>

#include "models/arch/span.h"
#include "traces/read/query/event_filter.h"

namespace npusim::traces {

/// A tensor's bytes in GM while they are its own.
struct TensorLife {
  NumberRange bytes;
  NumberRange cycles;
};

struct ResolvedFilter {
  std::set<TaskIndex> tasks;
  std::vector<bool> agents;  ///< by AgentId
  std::vector<bool> cores;   ///< by CoreId
  std::array<bool, kMemSpaceCount> spaces;
  std::vector<TensorLife> tensors;
  /// By kind of event: which of its own kinds (access kinds, task stages ...) are asked for; those
  /// without any have one entry.
  std::array<std::vector<bool>, kEventKindCount> kinds;
};

/// Throws std::invalid_argument for words that name nothing in the trace.
ResolvedFilter resolve(const TraceReader& trace, const EventFilter& filter);

/// The name table of a kind's own kinds, and their column; empty name for kinds that have none.
struct OwnKind {
  std::string_view names;
  unsigned column;
};
OwnKind own_kind(EventKind kind);

}  // namespace npusim::traces
