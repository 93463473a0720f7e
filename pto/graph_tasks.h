// SPDX-License-Identifier: Apache-2.0
// Graphs of the later API: a function that submits tasks, called with the tensors at its boundary.
// The runtime records what it submits and may replay the record next time; here it is called each
// time, which submits the same tasks.
#pragma once

#include <cstddef>
#include <cstdint>

#include "pto/pto_types.h"

inline constexpr std::uint32_t GRAPH_MAX_TENSOR_ARGS = 128;
inline constexpr std::uint32_t GRAPH_MAX_SCALAR_ARGS = 64;
/// What crosses a graph's boundary: existing tensors and scalars.
using GraphTaskArgs = TaskArgsOf<GRAPH_MAX_TENSOR_ARGS, GRAPH_MAX_SCALAR_ARGS>;

struct GraphScopeResult {
  bool recording = false;
  bool execute_block = true;
  void* recording_handle = nullptr;
};
using GraphSubmitResult = GraphScopeResult;

using GraphFunction = void (*)(const GraphTaskArgs&);
template <typename... Config>
using GraphFunctionWithConfig = void (*)(const GraphTaskArgs&, Config...);

/// `config` is part of a graph's identity, together with the function or the id.
template <typename... Config>
inline GraphSubmitResult rt_submit_graph(std::uint64_t, GraphFunctionWithConfig<Config...> function,
                                         const GraphTaskArgs& args, Config... config) {
  always_assert(function != nullptr && !args.has_error);
  always_assert(args.explicit_dep_count() == 0);
  for (std::int32_t i = 0; i < args.tensor_count(); ++i) {
    always_assert(args.tag(i) != TensorArgType::OUTPUT);
  }
  if (!::npusim_rt_is_fatal()) function(args, config...);
  return {};
}
template <typename... Config>
inline GraphSubmitResult rt_submit_graph(GraphFunctionWithConfig<Config...> function,
                                         const GraphTaskArgs& args, Config... config) {
  return rt_submit_graph(std::uint64_t{0}, function, args, config...);
}
