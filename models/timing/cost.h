// SPDX-License-Identifier: Apache-2.0
// How long instructions take (tile-isa.md section 5), from one data table: cost_table.def, each row
// with its source. Costs are without jitter.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "models/arch/cycle.h"
#include "models/arch/knobs.h"
#include "models/isa/execute.h"
#include "models/isa/instruction.h"
#include "models/timing/constants.h"

namespace npusim::timing {

/// Pipe V: an idle pipe first reads after `head`; repeats follow every `slope`; a
/// repeat's result is in UB `tail` cycles after it was read.
struct VectorCost {
  std::uint32_t head = 6;
  std::uint32_t slope = 2;
  std::uint32_t tail = 0;
};
VectorCost vector_cost(const isa::Instruction& instruction, const Knobs& knobs);

/// From the first read of all repeats until another instruction may read: the slope, or what the
/// banks of UB take if that is more. `footprint` is the instruction's.
Cycle vector_reads(const isa::Instruction& instruction, const VectorCost& cost,
                   std::span<const isa::Footprint> footprint);

// A mask that was written since the last vector instruction is in use until that one's results are
// there: the next one starts behind them, its head not hidden (intrinsics.md 6.3: 1000 vadd, each
// with its mask, cost 24 more than their repeats). On an idle pipe it costs kMaskOnIdlePipe.

/// What a transfer asks the memory for at once. Stores become visible piece by piece
/// (task-runtime.md section 9: 512 B to 4 KiB).
inline constexpr std::uint32_t kTransferChunkBytes = 4096;

/// Transfers: an instruction occupies its pipe while its bytes flow, and what it moves arrives
/// `latency` later, while the next one flows already. Where many rows are on their way at once, the
/// latency passes while they flow.
struct TransferCost {
  std::uint32_t latency = 0;
  double bytes_per_cycle = 1;
  double row = 0;                 ///< a row in GM takes at least so long
  std::uint32_t instruction = 1;  ///< and an instruction
  std::uint32_t head = 0;         ///< before the first byte flows; the next one does not hide it
  double missed_row = 0;          ///< what a row takes at least that comes from HBM
  double missed_bytes_per_cycle = 0;  ///< what HBM gives one core; 0: as much as L2
  bool hides_latency = false;         ///< the last row is there when it has flowed
  /// Cycles after which `rows` rows of `row_bytes`, `stride` bytes from start to start, have flowed
  /// if nobody else is there. Rows that touch are one.
  double flow(std::uint64_t rows, std::uint64_t row_bytes, std::int64_t stride) const;
  /// How much longer they take if this part of their bytes, 0 to 1, comes from HBM.
  double flow_of_missed(std::uint64_t rows, std::uint64_t row_bytes, std::int64_t stride,
                        double part) const;
  /// When what has flowed at `flowed` is there, of an instruction that started at `start`.
  Cycle arrival(Cycle start, Cycle flowed, Cycle new_latency) const;
};
TransferCost transfer_cost(const isa::Instruction& instruction, const Knobs& knobs);
/// timing.dma=serial: a transfer holds its pipe until it has arrived.
bool serial_transfers(const Knobs& knobs);
/// timing.mask_write=drains: behind a new mask an instruction of pipe V waits for all results.
bool mask_write_drains(const Knobs& knobs);

/// What a pipe did just before an instruction.
enum class PipeBefore {
  Idle,   ///< it had nothing to do
  Other,  ///< something else
  Alike,  ///< an instruction with the same opcode, which ended as this one starts
};
/// Local moves and matrix products: cycles from start to completion.
Cycle fixed_cost(const isa::Instruction& instruction, const Knobs& knobs, PipeBefore before);
/// Of these, what is left without the way to the first byte or product.
double flow_cost(const isa::Instruction& instruction);

/// Scalar unit, cycles.
struct ScalarCost {
  std::uint32_t issue = kScalarIssue;
  std::uint32_t load_ub = kScalarLoadUb;
  std::uint32_t store_ub = kScalarStoreUb;
  std::uint32_t load_gm_hit = kScalarLoadGmHit;
  std::uint32_t load_gm_miss = kScalarLoadGmMiss;
  std::uint32_t store_gm = kScalarStoreGm;
  std::uint32_t dcci_line = kScalarDcciLine;
  std::uint32_t dcci_all = kScalarDcciAll;
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
