// SPDX-License-Identifier: Apache-2.0
#include "models/timing/cost.h"

#include <algorithm>
#include <array>
#include <variant>

#include "models/timing/ub_banks.h"

namespace npusim::timing {
namespace {

using isa::Opcode;

constexpr std::size_t kOpcodeCount = std::size(isa::kOpcodes);

/// Moves between local memories.
struct MoveCost {
  std::uint32_t latency = 0;
  double bytes_per_cycle = 1;
  bool streams = false;  ///< behind another one its latency is hidden
};

/// Rows of the table by opcode; an opcode without a row keeps the default.
struct Tables {
  std::array<VectorCost, kOpcodeCount> vector{};
  std::array<std::uint32_t, kOpcodeCount> half_slope{};  ///< 0: that of float32
  std::array<TransferCost, kOpcodeCount> transfer{};
  std::array<MoveCost, kOpcodeCount> move{};
};
constexpr std::size_t at(Opcode opcode) { return static_cast<std::size_t>(opcode); }

constexpr Tables kTables = [] {
  Tables tables;
#define NPUSIM_VECTOR_COST(opcode, head, slope, tail, source) \
  tables.vector[at(Opcode::opcode)] = {head, slope, tail};
#define NPUSIM_HALF_SLOPE(opcode, slope, source) tables.half_slope[at(Opcode::opcode)] = slope;
#define NPUSIM_TRANSFER_COST(opcode, latency, bytes_per_cycle, row, instruction, source) \
  tables.transfer[at(Opcode::opcode)] = {latency, bytes_per_cycle, row, instruction, 0};
#define NPUSIM_TRANSFER_HEAD(opcode, cycles, source) \
  tables.transfer[at(Opcode::opcode)].head = cycles;
#define NPUSIM_TRANSFER_MISSED_ROW(opcode, cycles, source) \
  tables.transfer[at(Opcode::opcode)].missed_row = cycles;
#define NPUSIM_TRANSFER_MISSED_RATE(opcode, bytes_per_cycle, source) \
  tables.transfer[at(Opcode::opcode)].missed_bytes_per_cycle = bytes_per_cycle;
#define NPUSIM_TRANSFER_HIDES_LATENCY(opcode, source) \
  tables.transfer[at(Opcode::opcode)].hides_latency = true;
#define NPUSIM_MOVE_COST(opcode, latency, bytes_per_cycle, source) \
  tables.move[at(Opcode::opcode)] = {latency, bytes_per_cycle, false};
#define NPUSIM_MOVE_STREAMS(opcode, source) tables.move[at(Opcode::opcode)].streams = true;
#include "models/timing/cost_table.def"
#undef NPUSIM_VECTOR_COST
#undef NPUSIM_HALF_SLOPE
#undef NPUSIM_TRANSFER_COST
#undef NPUSIM_TRANSFER_HEAD
#undef NPUSIM_TRANSFER_MISSED_ROW
#undef NPUSIM_TRANSFER_MISSED_RATE
#undef NPUSIM_TRANSFER_HIDES_LATENCY
#undef NPUSIM_MOVE_COST
#undef NPUSIM_MOVE_STREAMS
  return tables;
}();

/// GM -> L1 with timing.l1_load = hill (tile-isa.md section 5.1).
constexpr TransferCost kHillL1Load{kHillLatency, kHillBytesPerCycle, 0, 1, 0};

/// The cube: one 16 x 32 bytes x 16 fractal product a cycle, two for float (tile-isa.md 5.2).
constexpr std::uint64_t kFractal = 16;

std::uint64_t ceil_div(std::uint64_t value, std::uint64_t unit) {
  return (value + unit - 1) / unit;
}

/// What the operands change of a family's cost in the table.
template <typename Family>
void adjust(const Family&, VectorCost&) {}

void adjust(const isa::LaneInstruction& instruction, VectorCost& cost) {
  const std::uint32_t half_slope = kTables.half_slope[at(instruction.opcode)];
  const bool upper_lanes = instruction.mask.count_mode || instruction.mask.high != 0;
  if (size_bytes(instruction.dtype) == 2 && half_slope != 0 && upper_lanes) cost.slope = half_slope;
}

void adjust(const isa::BlockCopy& copy, VectorCost& cost) {
  cost.slope = static_cast<std::uint32_t>(
      std::max<std::uint64_t>(ceil_div(copy.burst_blocks, kCopiedBursts), 1));
}

Cycle copy_reads(const isa::BlockCopy& copy) {
  return ceil_div(copy.bursts, kCopiedBursts) * copy.burst_blocks + kCopyBeside;
}

/// The slope is that of 256 bytes of a row.
void adjust(const isa::CompactInstruction& instruction, VectorCost& cost) {
  if (!instruction.mask.count_mode) return;
  const std::uint64_t row_bytes = instruction.mask.low * size_bytes(instruction.dtype);
  cost.slope *=
      static_cast<std::uint32_t>(std::max<std::uint64_t>(ceil_div(row_bytes, kRepeatBytes), 1));
}

/// Of an instruction that takes the same time whatever else goes on.
struct LocalCost {
  Cycle head = 0;   ///< until the first byte or product
  double flow = 0;  ///< from there on
};

LocalCost cost_for(std::uint64_t bytes, Opcode opcode, PipeBefore before) {
  const MoveCost& cost = kTables.move[at(opcode)];
  const bool hidden = cost.streams && before == PipeBefore::Alike;
  return {hidden ? 0 : cost.latency, static_cast<double>(bytes) / cost.bytes_per_cycle};
}

/// Instructions whose repeats pass through the lanes: the banks of UB decide beside the slope.
bool streams_lanes(const isa::Instruction& instruction) {
  return std::holds_alternative<isa::LaneInstruction>(instruction.operands) ||
         std::holds_alternative<isa::ConvertInstruction>(instruction.operands) ||
         std::holds_alternative<isa::ReduceInstruction>(instruction.operands);
}

constexpr std::uint64_t kFractalBytes = kFractal * kBlockBytes;

LocalCost local_cost(const isa::FractalLoad& load, PipeBefore before) {
  return cost_for(load.repeats * kFractalBytes, load.opcode, before);
}

LocalCost local_cost(const isa::SquareLoad& load, PipeBefore before) {
  const std::uint64_t fractals = load.element_bits == 4 ? 4 : load.element_bits == 16 ? 1 : 2;
  return cost_for(load.repeats * fractals * kFractalBytes, load.opcode, before);
}

LocalCost local_cost(const isa::SparseLoad& load, PipeBefore before) {
  return cost_for(load.repeats * kFractalBytes, load.opcode, before);
}

LocalCost local_cost(const isa::Img2Col& load, PipeBefore before) {
  const std::uint64_t times = load.map.l3d_repeat >> 16 & 0xFF;
  const std::uint64_t fractals =
      ceil_div(load.step_m, kFractal) * ceil_div(load.step_k, kBlockBytes * 8 / load.element_bits);
  return cost_for(times * fractals * kFractalBytes, load.opcode, before);
}

LocalCost local_cost(const isa::LocalBurstCopy& copy, PipeBefore before) {
  const std::uint64_t unit = copy.opcode == Opcode::COPY_L1_TO_BT   ? 64
                             : copy.opcode == Opcode::COPY_L1_TO_FB ? 128
                                                                    : kBlockBytes;
  return cost_for(std::uint64_t{copy.bursts} * copy.burst_units * unit, copy.opcode, before);
}

LocalCost local_cost(const isa::MatrixFill& fill, PipeBefore before) {
  const std::uint64_t unit = fill.opcode == Opcode::FILL_L1 ? kBlockBytes : kFractalBytes;
  return cost_for(std::uint64_t{fill.repeats} * fill.blocks * unit, fill.opcode, before);
}

/// Of 4-bit numbers 64, of sparse weights twice 32 columns of A a cycle.
LocalCost local_cost(const isa::ProductInstruction& product, PipeBefore before) {
  if (product.m == 0 || product.k == 0 || product.n == 0) return {};
  const bool hf32 = product.a_type == DType::FLOAT32 && (product.control >> 46 & 1) != 0;
  const std::uint64_t per_fractal = product.a_type == DType::FLOAT32 && !hf32 ? 2 : 1;
  const std::uint64_t columns =
      product.opcode == Opcode::MAD ? kBlockBytes / size_bytes(product.a_type) : 2 * kBlockBytes;
  const std::uint64_t fractals =
      ceil_div(product.m, kFractal) * ceil_div(product.k, columns) * ceil_div(product.n, kFractal);
  return {before == PipeBefore::Idle ? kCubeStartup : kCubeSwitch,
          static_cast<double>(per_fractal * fractals)};
}

LocalCost local_cost(const isa::FixPipeMove& move, PipeBefore) {
  const std::uint64_t elements = std::uint64_t{move.m} * ceil_div(move.n, kFractal) * kFractal;
  return {kTables.move[at(move.opcode)].latency,
          static_cast<double>(ceil_div(elements, kFixPipeElements))};
}

LocalCost cost_of_local(const isa::Instruction& instruction, PipeBefore before) {
  return isa::visit_families<isa::LocalFamilies>(
      instruction, [&](const auto& family) { return local_cost(family, before); });
}

constexpr ScalarCost kScalarCost{};

constexpr CostRow kRows[] = {
#define NPUSIM_VECTOR_COST(opcode, head, slope, tail, source) \
  {isa::info(Opcode::opcode).name, #head " + " #slope " per repeat, result after " #tail, source},
#define NPUSIM_HALF_SLOPE(opcode, slope, source) \
  {isa::info(Opcode::opcode).name, #slope " per repeat of 16-bit numbers", source},
#define NPUSIM_TRANSFER_COST(opcode, latency, bytes_per_cycle, row, instruction, source) \
  {isa::info(Opcode::opcode).name,                                                       \
   "bytes / " #bytes_per_cycle ", at least " #row " a row and " #instruction             \
   ", arriving " #latency " later",                                                      \
   source},
#define NPUSIM_TRANSFER_HEAD(opcode, cycles, source) \
  {isa::info(Opcode::opcode).name, #cycles " before its first byte flows", source},
#define NPUSIM_TRANSFER_MISSED_ROW(opcode, cycles, source) \
  {isa::info(Opcode::opcode).name, "a row that comes from HBM at least " #cycles, source},
#define NPUSIM_TRANSFER_MISSED_RATE(opcode, bytes_per_cycle, source) \
  {isa::info(Opcode::opcode).name, "from HBM bytes / " #bytes_per_cycle, source},
#define NPUSIM_TRANSFER_HIDES_LATENCY(opcode, source) \
  {isa::info(Opcode::opcode).name, "its latency passes while its rows flow", source},
#define NPUSIM_MOVE_COST(opcode, latency, bytes_per_cycle, source) \
  {isa::info(Opcode::opcode).name, #latency " + bytes / " #bytes_per_cycle, source},
#define NPUSIM_MOVE_STREAMS(opcode, source) \
  {isa::info(Opcode::opcode).name, "its latency is hidden right behind another one", source},
#include "models/timing/cost_table.def"
#undef NPUSIM_VECTOR_COST
#undef NPUSIM_HALF_SLOPE
#undef NPUSIM_TRANSFER_COST
#undef NPUSIM_TRANSFER_HEAD
#undef NPUSIM_TRANSFER_MISSED_ROW
#undef NPUSIM_TRANSFER_MISSED_RATE
#undef NPUSIM_TRANSFER_HIDES_LATENCY
#undef NPUSIM_MOVE_COST
#undef NPUSIM_MOVE_STREAMS
    {"copy_gm_to_cbuf*, timing.l1_load=hill", "bytes / 16.6, arriving 67 later",
     "tile-isa.md 5.1 hill"},
    {"copy_ubuf_to_ubuf", "5 + blocks of a burst for every 8 bursts", "tile-isa.md 5.6"},
    {"any of pipe V, after the mask was written",
     "+ 16 on an idle pipe; else behind all results; nothing if written behind a barrier",
     "tile-isa.md 5.4; intrinsics.md 6.3 (fitted)"},
    {"lanes, conversions, reductions: rows of UB",
     "1 a repeat and group of banks, see docs/timing.md", "intrinsics.md 6.3"},
    {"copy_matrix_cc_to_cbuf", "20 + elements / 64", "intrinsics.md 6.1"},
    {"mad",
     "6 if idle, else 14, + c * ceil(m/16) * ceil(k/(32/size)) * ceil(n/16), c = 2 for float32 "
     "else 1",
     "tile-isa.md 5.2; intrinsics.md 6.2"},
    {"mad, HF32", "as mad with c = 1", "intrinsics.md 6.2"},
    {"mad_s4", "6 or 14 + ceil(m/16) * ceil(k/64) * ceil(n/16)", "tile-isa.md 5.2, by bits of k"},
    {"mad_sp", "6 or 14 + ceil(m/16) * ceil(k/64) * ceil(n/16)", "intrinsics.md 6.2"},
};

}  // namespace

VectorCost vector_cost(const isa::Instruction& instruction, const Knobs&) {
  VectorCost cost = kTables.vector[at(instruction.opcode())];
  isa::visit_families<isa::VectorFamilies>(instruction,
                                           [&](const auto& family) { adjust(family, cost); });
  return cost;
}

Cycle vector_reads(const isa::Instruction& instruction, const VectorCost& cost,
                   std::span<const isa::Footprint> footprint) {
  const auto* const copy = std::get_if<isa::BlockCopy>(&instruction.operands);
  if (copy != nullptr) return copy_reads(*copy);
  const std::uint32_t repeats = isa::repeats_of(instruction);
  const Cycle plain = Cycle{repeats} * cost.slope;
  if (cost.slope == 0 || !streams_lanes(instruction)) return plain;
  return std::max<Cycle>(plain, bank_cycles(footprint, repeats) / 100);
}

double TransferCost::flow(std::uint64_t rows, std::uint64_t row_bytes, std::int64_t stride) const {
  if (stride == static_cast<std::int64_t>(row_bytes)) {
    row_bytes *= rows;
    rows = 1;
  }
  return static_cast<double>(rows) *
         std::max(static_cast<double>(row_bytes) / bytes_per_cycle, row);
}

double TransferCost::flow_of_missed(std::uint64_t rows, std::uint64_t row_bytes,
                                    std::int64_t stride, double part) const {
  const bool touch = stride == static_cast<std::int64_t>(row_bytes);
  double at_least = (touch ? 1.0 : static_cast<double>(rows)) * missed_row;
  if (missed_bytes_per_cycle > 0) {
    const auto bytes = static_cast<double>(rows * row_bytes);
    at_least = std::max(at_least, bytes / missed_bytes_per_cycle);
  }
  return std::max(at_least - flow(rows, row_bytes, stride), 0.0) * part;
}

Cycle TransferCost::arrival(Cycle start, Cycle flowed, Cycle new_latency) const {
  return hides_latency ? std::max(flowed, start + head + new_latency) : flowed + new_latency;
}

TransferCost transfer_cost(const isa::Instruction& instruction, const Knobs& knobs) {
  const Opcode opcode = instruction.opcode();
  const bool l1_load = opcode == Opcode::COPY_GM_TO_L1 || opcode == Opcode::COPY_GM_TO_L1_ND2NZ ||
                       opcode == Opcode::LOAD_GM_TO_L1;
  if (l1_load && knobs.timing_l1_load == static_cast<std::int64_t>(L1LoadTiming::Hill)) {
    return kHillL1Load;
  }
  return kTables.transfer[at(opcode)];
}

bool serial_transfers(const Knobs& knobs) {
  return knobs.timing_dma == static_cast<std::int64_t>(DmaTiming::Serial);
}

bool mask_write_drains(const Knobs& knobs) {
  return knobs.timing_mask_write == static_cast<std::int64_t>(MaskWrite::Drains);
}

Cycle fixed_cost(const isa::Instruction& instruction, const Knobs&, PipeBefore before) {
  const LocalCost cost = cost_of_local(instruction, before);
  return cost.head + static_cast<Cycle>(cost.flow);
}

double flow_cost(const isa::Instruction& instruction) {
  return cost_of_local(instruction, PipeBefore::Idle).flow;
}

const ScalarCost& scalar_cost() { return kScalarCost; }

std::span<const CostRow> cost_table() { return kRows; }

}  // namespace npusim::timing
