// SPDX-License-Identifier: Apache-2.0
// How long instructions take (tile-isa.md section 5), from one data table: cost_table.def, each row
// with its source. Costs are without jitter.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "models/arch/cycle.h"
#include "models/arch/knobs.h"
#include "models/isa/instruction.h"

namespace npusim::timing {

/// Pipe V: the first result of an idle pipe reads after `head`; repeats follow every `slope`; a
/// repeat's result is in UB `tail` cycles after it was read.
struct VectorCost {
  std::uint32_t head = 6;
  std::uint32_t slope = 2;
  std::uint32_t tail = 0;
  std::uint32_t extra = 0;  ///< once before the first repeat, also when the pipe was busy
};
VectorCost vector_cost(const isa::Instruction& instruction, const Knobs& knobs);

/// Transfers: nothing moves for `startup`, then bytes flow at `bytes_per_cycle`.
struct TransferCost {
  std::uint32_t startup = 0;
  double bytes_per_cycle = 1;
};
TransferCost transfer_cost(const isa::Instruction& instruction, const Knobs& knobs);

/// Local moves and matrix products: cycles from start to completion. `pipe_idle` charges the cube's
/// start-up.
Cycle fixed_cost(const isa::Instruction& instruction, const Knobs& knobs, bool pipe_idle);

/// Scalar unit, cycles (tile-isa.md section 5.7: parameters, not published).
struct ScalarCost {
  std::uint32_t issue = 1;
  std::uint32_t load_ub = 8;
  std::uint32_t store_ub = 2;
  std::uint32_t load_gm_hit = 8;
  std::uint32_t load_gm_miss = 200;
  std::uint32_t store_gm = 2;
  std::uint32_t dcci_line = 400;
  std::uint32_t dcci_all = 300;
};
const ScalarCost& scalar_cost();

/// One row of the table, for docs and `npusim list ops`.
struct CostRow {
  std::string_view name;
  std::string_view cost;
  std::string_view source;
};
std::span<const CostRow> cost_table();

}  // namespace npusim::timing
