// SPDX-License-Identifier: Apache-2.0
// A tile of a core: x and y are loaded one after the other, each followed by a flag; V adds; z is
// stored. A tile's buffers are free again when V has read x and y, and when z has landed.
#include "session/published/add_kernel.h"

#include <algorithm>
#include <array>
#include <memory>
#include <queue>
#include <tuple>
#include <vector>

#include "models/memory/memory_timing.h"
#include "models/timing/cost.h"
#include "session/published/streams.h"

namespace npusim::timing {
namespace {

constexpr std::uint64_t kArrayBytes = std::uint64_t{8192} * 8192 * 2;
constexpr std::uint64_t kRepeatBytes = 256;

TransferCost cost_of(isa::Opcode opcode, const Knobs& knobs) {
  isa::GmCopy copy;
  copy.opcode = opcode;
  return transfer_cost({copy}, knobs);
}

double add_cycles(const AddKernel& kernel) {
  VaddStream stream;
  stream.half = stream.alone = true;
  stream.src1 = kernel.tile_bytes;
  stream.dst = 2 * kernel.tile_bytes;
  stream.repeats = static_cast<std::uint32_t>(kernel.tile_bytes / kRepeatBytes);
  return cycles_of(stream);
}

/// What all cores share.
struct Device {
  Device(const AddKernel& kernel, const Knobs& given)
      : knobs(given),
        vector_cycles(add_cycles(kernel)),
        load(cost_of(isa::Opcode::COPY_GM_TO_UB, given)),
        store(cost_of(isa::Opcode::COPY_UB_TO_GM, given)),
        memory(make_memory_timing(given)) {
    if (!kernel.inputs_bypass_l2) return;
    // Results stay in L2, so that inputs have HBM to themselves.
    Knobs bypass = given;
    bypass.gm_l2_size = 0;
    inputs = make_memory_timing(bypass);
  }
  const Knobs& knobs;
  double vector_cycles;
  TransferCost load, store;
  std::unique_ptr<MemoryTiming> memory, inputs;
};

/// Pipes MTE2 (0) and MTE3 (1) of a core, and what V has done.
class AddingCore {
 public:
  AddingCore(const AddKernel& kernel, Device& device, std::uint32_t index)
      : kernel_(kernel), device_(device) {
    const std::uint64_t tiles = kArrayBytes / kernel.tile_bytes;
    first_ = tiles * index / kernel.cores;
    tiles_ = tiles * (index + 1) / kernel.cores - first_;
    added_.resize(tiles_);
    stored_.resize(tiles_);
  }

  /// When the pipe asks for its next piece; negative: it waits for another pipe.
  double next(unsigned pipe) {
    Pipe& own = pipes_[pipe];
    if (own.offset > 0) return own.time;
    const std::uint64_t tile = own.done / (pipe == 0 ? 2 : 1);
    if (tile == tiles_) return -1;
    if (pipe == 1) {
      if (adds_ <= tile) return -1;
      return own.time = std::max(own.time, added_[tile] + flag());
    }
    if (tile < kernel_.sets) return own.time;
    if (adds_ <= tile - kernel_.sets) return -1;
    return own.time = std::max(own.time, added_[tile - kernel_.sets] + flag());
  }

  /// The piece that next() told of. Returns when the pipe is through with it.
  double take(unsigned pipe) {
    Pipe& own = pipes_[pipe];
    const TransferCost& cost = pipe == 0 ? device_.load : device_.store;
    const auto bytes = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(kTransferChunkBytes, kernel_.tile_bytes - own.offset));
    const std::uint64_t tile = first_ + own.done / (pipe == 0 ? 2 : 1);
    const std::uint64_t array = pipe == 0 ? own.done % 2 : 2;
    const RowBlock rows{array * kArrayBytes + tile * kernel_.tile_bytes + own.offset, 1, bytes,
                        static_cast<std::int64_t>(bytes)};
    own.port = std::max(own.port, own.time) + cost.flow(1, bytes, bytes);
    MemoryTiming& memory = pipe == 0 && device_.inputs ? *device_.inputs : *device_.memory;
    own.time =
        std::max(memory.serve(static_cast<Cycle>(own.time), {rows, pipe == 1}).cycle, own.port);
    own.offset += bytes;
    if (own.offset == kernel_.tile_bytes) finish(pipe);
    return own.time;
  }

 private:
  struct Pipe {
    double time = 0;  ///< it is free
    double port = 0;
    std::uint64_t offset = 0, done = 0;  ///< in the instruction at hand; instructions
  };
  double flag() const { return static_cast<double>(device_.knobs.timing_flag_latency); }

  /// The flag behind a transfer holds its pipe until it is there.
  void finish(unsigned pipe) {
    Pipe& own = pipes_[pipe];
    own.offset = 0;
    own.time +=
        pipe == 0 ? device_.load.latency : static_cast<double>(device_.knobs.gm_store_latency);
    ++own.done;
    if (pipe == 1) stored_[own.done - 1] = own.time;
    add();
  }
  void add() {
    while (adds_ < pipes_[0].done / 2) {
      if (adds_ >= kernel_.sets && pipes_[1].done <= adds_ - kernel_.sets) return;
      double start = pipes_[0].done / 2 == adds_ + 1 ? pipes_[0].time : vector_free_;
      start = std::max(start + flag(), vector_free_);
      if (adds_ >= kernel_.sets) start = std::max(start, stored_[adds_ - kernel_.sets] + flag());
      vector_free_ = added_[adds_++] = start + device_.vector_cycles;
    }
  }

  const AddKernel& kernel_;
  Device& device_;
  std::uint64_t first_ = 0, tiles_ = 0, adds_ = 0;
  std::array<Pipe, 2> pipes_;
  double vector_free_ = 0;
  std::vector<double> added_, stored_;
};

}  // namespace

double cycles_of(const AddKernel& given, const Knobs& knobs) {
  AddKernel kernel = given;
  if (kernel.apart) kernel.tile_bytes -= kRepeatBytes;
  Device device(kernel, knobs);
  std::vector<AddingCore> cores;
  for (std::uint32_t i = 0; i < kernel.cores; ++i) cores.emplace_back(kernel, device, i);
  using Turn = std::tuple<double, std::uint32_t, unsigned>;
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns;
  std::vector<std::array<bool, 2>> waiting(kernel.cores, {true, true});
  const auto call = [&](std::uint32_t core) {
    for (unsigned pipe = 0; pipe < 2; ++pipe) {
      if (!waiting[core][pipe]) continue;
      const double time = cores[core].next(pipe);
      if (time < 0) continue;
      waiting[core][pipe] = false;
      turns.push({time, core, pipe});
    }
  };
  for (std::uint32_t i = 0; i < kernel.cores; ++i) call(i);
  double end = 0;
  while (!turns.empty()) {
    const auto [time, core, pipe] = turns.top();
    turns.pop();
    end = std::max(end, cores[core].take(pipe));
    waiting[core][pipe] = true;
    call(core);
  }
  return end;
}

}  // namespace npusim::timing
