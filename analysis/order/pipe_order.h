// SPDX-License-Identifier: Apache-2.0
// What one pipe's own queue orders, from the one table pipe_order.def.
#pragma once

#include <cstdint>
#include <string_view>

#include "models/arch/pipe.h"

namespace npusim::analysis {

enum class Discipline : std::uint8_t { Serial, Stream, Drain };

struct PipeOrder {
  Pipe pipe;
  Discipline discipline;
  std::string_view rule;
  std::string_view reason;
};

inline constexpr PipeOrder kPipeOrders[] = {
#define NPUSIM_PIPE_ORDER(pipe, discipline, rule, reason) \
  {Pipe::pipe, Discipline::discipline, rule, reason},
#include "analysis/order/pipe_order.def"
#undef NPUSIM_PIPE_ORDER
};

/// Requires: a pipe with a queue (not ALL).
constexpr const PipeOrder& order_of(Pipe pipe) {
  for (const PipeOrder& row : kPipeOrders) {
    if (row.pipe == pipe) return row;
  }
  return kPipeOrders[0];
}

}  // namespace npusim::analysis
