// SPDX-License-Identifier: Apache-2.0
#include "models/timing/cost.h"

#include <algorithm>
#include <array>

namespace npusim::timing {
namespace {

using isa::Opcode;

constexpr std::size_t kOpcodeCount = std::size(isa::kOpcodes);

/// Rows of the table by opcode; an opcode without a row keeps the default.
constexpr auto kVectorCosts = [] {
  std::array<VectorCost, kOpcodeCount> costs{};
#define NPUSIM_VECTOR_COST(opcode, head, slope, tail, bug_head, bug_slope, bug_tail, source) \
  costs[static_cast<std::size_t>(Opcode::opcode)] = {head, slope, tail};
#define NPUSIM_TRANSFER_COST(opcode, startup, bytes_per_cycle, source)
#define NPUSIM_MOVE_COST(opcode, bytes_per_cycle, source)
#include "models/timing/cost_table.def"
#undef NPUSIM_VECTOR_COST
#undef NPUSIM_TRANSFER_COST
#undef NPUSIM_MOVE_COST
  return costs;
}();

constexpr auto kTransferCosts = [] {
  std::array<TransferCost, kOpcodeCount> costs{};
#define NPUSIM_VECTOR_COST(opcode, head, slope, tail, bug_head, bug_slope, bug_tail, source)
#define NPUSIM_TRANSFER_COST(opcode, startup, bytes_per_cycle, source) \
  costs[static_cast<std::size_t>(Opcode::opcode)] = {startup, bytes_per_cycle};
#define NPUSIM_MOVE_COST(opcode, bytes_per_cycle, source) \
  costs[static_cast<std::size_t>(Opcode::opcode)] = {0, bytes_per_cycle};
#include "models/timing/cost_table.def"
#undef NPUSIM_VECTOR_COST
#undef NPUSIM_TRANSFER_COST
#undef NPUSIM_MOVE_COST
  return costs;
}();

/// GM -> L1 with timing.l1_load = flat (tile-isa.md section 5.1).
constexpr TransferCost kFlatL1Load{0, 78.35};

/// Count mode costs these instructions so much more, once (tile-isa.md section 5.3, HEAD).
constexpr std::uint32_t kCountModeSurcharge = 16;
constexpr Opcode kCountModeCharged[] = {Opcode::VADD, Opcode::VSUB, Opcode::VMUL, Opcode::VDIV,
                                        Opcode::VMAX, Opcode::VMIN, Opcode::VAND, Opcode::VOR};

/// The cube: one 16 x 32 bytes x 16 fractal product a cycle, two for float (tile-isa.md 5.2).
constexpr Cycle kCubeStartup = 6;
constexpr std::uint64_t kFractal = 16;

std::uint64_t ceil_div(std::uint64_t value, std::uint64_t unit) {
  return (value + unit - 1) / unit;
}

/// What the operands change of a family's cost in the table.
template <typename Family>
void adjust(const Family&, VectorCost&) {}

void adjust(const isa::LaneInstruction& instruction, VectorCost& cost) {
  const bool charged = std::find(std::begin(kCountModeCharged), std::end(kCountModeCharged),
                                 instruction.opcode) != std::end(kCountModeCharged);
  if (instruction.mask.count_mode && charged) cost.extra = kCountModeSurcharge;
}

/// The slope is that of 256 bytes of a row.
void adjust(const isa::CompactInstruction& instruction, VectorCost& cost) {
  if (!instruction.mask.count_mode) return;
  const std::uint64_t row_bytes = instruction.mask.low * size_bytes(instruction.dtype);
  cost.slope *=
      static_cast<std::uint32_t>(std::max<std::uint64_t>(ceil_div(row_bytes, kRepeatBytes), 1));
}

double rate_of(Opcode opcode) {
  return kTransferCosts[static_cast<std::size_t>(opcode)].bytes_per_cycle;
}

Cycle cycles_for(std::uint64_t bytes, Opcode opcode) {
  return static_cast<Cycle>(static_cast<double>(bytes) / rate_of(opcode));
}

constexpr std::uint64_t kFractalBytes = kFractal * kBlockBytes;

Cycle local_cost(const isa::FractalLoad& load, bool) {
  return cycles_for(load.repeats * kFractalBytes, load.opcode);
}

Cycle local_cost(const isa::SquareLoad& load, bool) {
  const std::uint64_t fractals = load.element_bits == 4 ? 4 : load.element_bits == 16 ? 1 : 2;
  return cycles_for(load.repeats * fractals * kFractalBytes, load.opcode);
}

Cycle local_cost(const isa::SparseLoad& load, bool) {
  return cycles_for(load.repeats * kFractalBytes, load.opcode);
}

Cycle local_cost(const isa::Img2Col& load, bool) {
  const std::uint64_t times = load.map.l3d_repeat >> 16 & 0xFF;
  const std::uint64_t fractals =
      ceil_div(load.step_m, kFractal) * ceil_div(load.step_k, kBlockBytes * 8 / load.element_bits);
  return cycles_for(times * fractals * kFractalBytes, load.opcode);
}

Cycle local_cost(const isa::LocalBurstCopy& copy, bool) {
  const std::uint64_t unit = copy.opcode == Opcode::COPY_L1_TO_BT   ? 64
                             : copy.opcode == Opcode::COPY_L1_TO_FB ? 128
                                                                    : kBlockBytes;
  return cycles_for(std::uint64_t{copy.bursts} * copy.burst_units * unit, copy.opcode);
}

Cycle local_cost(const isa::MatrixFill& fill, bool) {
  const std::uint64_t unit = fill.opcode == Opcode::FILL_L1 ? kBlockBytes : kFractalBytes;
  return cycles_for(std::uint64_t{fill.repeats} * fill.blocks * unit, fill.opcode);
}

/// Of 4-bit numbers 64, of sparse weights twice 32 columns of A a cycle.
Cycle local_cost(const isa::ProductInstruction& product, bool pipe_idle) {
  if (product.m == 0 || product.k == 0 || product.n == 0) return 0;
  const bool hf32 = product.a_type == DType::FLOAT32 && (product.control >> 46 & 1) != 0;
  const std::uint64_t per_fractal = product.a_type == DType::FLOAT32 && !hf32 ? 2 : 1;
  const std::uint64_t columns =
      product.opcode == Opcode::MAD ? kBlockBytes / size_bytes(product.a_type) : 2 * kBlockBytes;
  const std::uint64_t fractals =
      ceil_div(product.m, kFractal) * ceil_div(product.k, columns) * ceil_div(product.n, kFractal);
  return (pipe_idle ? kCubeStartup : 0) + per_fractal * fractals;
}

Cycle local_cost(const isa::FixPipeMove& move, bool) {
  const std::uint64_t bits = move.dst_is_s4 ? 4 : size_bytes(move.dtype) * 8;
  return cycles_for(std::uint64_t{move.m} * ceil_div(move.n, kFractal) * kFractal * bits / 8,
                    move.opcode);
}

constexpr ScalarCost kScalarCost{};

constexpr CostRow kRows[] = {
#define NPUSIM_VECTOR_COST(opcode, head, slope, tail, bug_head, bug_slope, bug_tail, source) \
  {isa::info(Opcode::opcode).name, #head " + " #slope " per repeat, result after " #tail, source},
#define NPUSIM_TRANSFER_COST(opcode, startup, bytes_per_cycle, source) \
  {isa::info(Opcode::opcode).name, #startup " + bytes / " #bytes_per_cycle, source},
#define NPUSIM_MOVE_COST(opcode, bytes_per_cycle, source) \
  {isa::info(Opcode::opcode).name, "bytes / " #bytes_per_cycle, source},
#include "models/timing/cost_table.def"
#undef NPUSIM_VECTOR_COST
#undef NPUSIM_TRANSFER_COST
#undef NPUSIM_MOVE_COST
    {"copy_gm_to_cbuf*, timing.l1_load=flat", "bytes / 78.35", "tile-isa.md 5.1 flat"},
    {"vadd vsub vmul vdiv vmax vmin vand vor, count mode", "+ 16 once", "tile-isa.md 5.3"},
    {"mad", "6 if idle + c * ceil(m/16) * ceil(k/(32/size)) * ceil(n/16), c = 2 for float32 else 1",
     "tile-isa.md 5.2"},
    {"mad, HF32", "as mad with c = 1", "intrinsics.md 6.2"},
    {"mad_s4", "6 if idle + ceil(m/16) * ceil(k/64) * ceil(n/16)", "tile-isa.md 5.2, by bits of k"},
    {"mad_sp", "6 if idle + ceil(m/16) * ceil(k/64) * ceil(n/16)", "intrinsics.md 6.2"},
};

}  // namespace

VectorCost vector_cost(const isa::Instruction& instruction, const Knobs&) {
  VectorCost cost = kVectorCosts[static_cast<std::size_t>(instruction.opcode())];
  isa::visit_families<isa::VectorFamilies>(instruction,
                                           [&](const auto& family) { adjust(family, cost); });
  return cost;
}

TransferCost transfer_cost(const isa::Instruction& instruction, const Knobs& knobs) {
  const Opcode opcode = instruction.opcode();
  const bool l1_load = opcode == Opcode::COPY_GM_TO_L1 || opcode == Opcode::COPY_GM_TO_L1_ND2NZ ||
                       opcode == Opcode::LOAD_GM_TO_L1;
  if (l1_load && knobs.timing_l1_load == static_cast<std::int64_t>(L1LoadTiming::Flat)) {
    return kFlatL1Load;
  }
  return kTransferCosts[static_cast<std::size_t>(opcode)];
}

Cycle fixed_cost(const isa::Instruction& instruction, const Knobs&, bool pipe_idle) {
  return isa::visit_families<isa::LocalFamilies>(
      instruction, [&](const auto& family) { return local_cost(family, pipe_idle); });
}

const ScalarCost& scalar_cost() { return kScalarCost; }

std::span<const CostRow> cost_table() { return kRows; }

}  // namespace npusim::timing
