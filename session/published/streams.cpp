// SPDX-License-Identifier: Apache-2.0
#include "session/published/streams.h"

#include <algorithm>
#include <queue>
#include <tuple>
#include <vector>

#include "models/memory/memory_timing.h"
#include "models/timing/cost.h"
#include "models/timing/idle_core.h"

namespace npusim::timing {
namespace {

constexpr unsigned kStreamed = 200;
/// A part of an array that is read once is enough: every line of it is new.
constexpr std::uint64_t kPart = 8;

std::uint64_t part_of(const LoadStream& stream) {
  return stream.passes > 1 ? stream.slices : kPart;
}

isa::LaneInstruction vadd(const VaddStream& stream) {
  isa::LaneInstruction instruction;
  instruction.dtype = instruction.src_dtype = stream.half ? DType::FLOAT16 : DType::FLOAT32;
  instruction.repeats = stream.repeats;
  instruction.dst.address = stream.dst;
  instruction.src0 = {stream.src0, stream.src0_block_stride, stream.src0_repeat_stride};
  instruction.src1.address = stream.src1;
  return instruction;
}

/// A core of a LoadStream: where it is in its share of the array's tiles.
class LoadingCore {
 public:
  LoadingCore(const LoadStream& stream, std::uint32_t core) : stream_(stream) {
    const std::uint64_t tiles_a_row = stream.row_pitch / stream.row_bytes;
    const std::uint64_t tiles =
        stream.array_bytes / part_of(stream) / stream.row_pitch / stream.rows * tiles_a_row;
    next_ = tiles * core / stream.cores;
    end_ = tiles * (core + 1) / stream.cores;
    begin_ = next_;
    tiles_a_row_ = tiles_a_row;
  }
  bool done() const { return passes_ == stream_.passes; }
  bool at_instruction() const { return row_ == 0; }
  /// The rows to ask for; moves on behind them.
  RowBlock take() {
    const std::uint64_t band = next_ / tiles_a_row_, column = next_ % tiles_a_row_;
    const std::uint32_t most = std::max<std::uint32_t>(1, kTransferChunkBytes / stream_.row_bytes);
    const std::uint32_t count = std::min(most, stream_.rows - row_);
    const std::uint64_t address =
        (band * stream_.rows + row_) * stream_.row_pitch + column * stream_.row_bytes;
    row_ += count;
    if (row_ == stream_.rows) {
      row_ = 0;
      if (++next_ == end_) {
        next_ = begin_;
        ++passes_;
      }
    }
    return {address, count, stream_.row_bytes, static_cast<std::int64_t>(stream_.row_pitch)};
  }

  double port_free = 0;          ///< what it asked for has passed the core's port
  double instruction_start = 0;  ///< of the instruction at hand

 private:
  const LoadStream& stream_;
  std::uint64_t begin_ = 0, next_ = 0, end_ = 0, tiles_a_row_ = 1;
  std::uint32_t row_ = 0, passes_ = 0;
};

}  // namespace

double cycles_of(const VaddStream& stream) {
  const Knobs knobs;
  IdleCore core(knobs);
  if (stream.alone) {
    core.issue(vadd(stream));
    return static_cast<double>(core.cycles());
  }
  for (unsigned i = 0; i < kStreamed; ++i) {
    core.set_mask({});
    core.issue(vadd(stream));
  }
  return static_cast<double>(core.cycles()) / kStreamed;
}

double cycles_of(const LoadStream& stream, const Knobs& knobs) {
  const std::unique_ptr<MemoryTiming> memory = make_memory_timing(knobs);
  isa::GmCopy shape;
  shape.opcode = stream.opcode;
  const TransferCost cost = stream.opcode == isa::Opcode::COPY_GM_TO_L1_ND2NZ
                                ? transfer_cost({isa::NdToNz{}}, knobs)
                                : transfer_cost({shape}, knobs);
  std::vector<LoadingCore> cores;
  for (std::uint32_t core = 0; core < stream.cores; ++core) cores.emplace_back(stream, core);
  using Turn = std::tuple<double, std::uint32_t>;
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns;
  for (std::uint32_t core = 0; core < stream.cores; ++core) turns.push({0, core});
  double end = 0;
  while (!turns.empty()) {
    const auto [time, index] = turns.top();
    turns.pop();
    LoadingCore& core = cores[index];
    if (core.at_instruction()) core.instruction_start = time;
    const RowBlock rows = core.take();
    const double head = core.at_instruction() ? cost.head : 0;
    core.port_free =
        std::max(core.port_free, time) + head + cost.flow(rows.rows, rows.row_bytes, rows.stride);
    const Served served = memory->serve(static_cast<Cycle>(time), {rows, false});
    core.port_free +=
        cost.flow_of_missed(rows.rows, rows.row_bytes, rows.stride, served.hbm_part());
    double free = std::max(served.cycle, core.port_free);
    if (core.at_instruction()) free = std::max(free, core.instruction_start + cost.instruction);
    const auto arrival = cost.arrival(static_cast<Cycle>(core.instruction_start),
                                      static_cast<Cycle>(free), cost.latency);
    end = std::max(end, static_cast<double>(arrival));
    if (!core.done()) turns.push({free, index});
  }
  return end * part_of(stream);
}

double cycles_of(const WaitedLoads& loads, const Knobs& knobs) {
  const TransferCost cost = transfer_cost({isa::NdToNz{}}, knobs);
  const auto cycles = [&](std::uint32_t rows) {
    const double flowed = cost.head + cost.flow(rows, loads.row_bytes, 2 * loads.row_bytes);
    return static_cast<double>(cost.arrival(0, static_cast<Cycle>(flowed), cost.latency));
  };
  return cycles(loads.first_rows) + cycles(loads.second_rows);
}

}  // namespace npusim::timing
