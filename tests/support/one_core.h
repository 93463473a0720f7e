// SPDX-License-Identifier: Apache-2.0
// One core with device memory of its own, without runtime or jitter. A test's "kernel" is a C++
// function that makes the calls of cce/port/port.h, as a compiled kernel does.
#pragma once

#include <cstring>
#include <map>
#include <utility>
#include <vector>

#include "cce/port/port.h"
#include "models/arch/event_sink.h"
#include "models/core/core.h"
#include "models/core/scalar_context.h"
#include "models/memory/address_window.h"
#include "models/memory/l2_cache.h"
#include "models/memory/sim_time.h"
#include "pto/tile_call.h"

namespace npusim::test {

/// Every choice takes its smallest value, but for `late`.
class NoJitter : public ChoiceSource {
 public:
  std::uint64_t choose(ChoiceKind kind, AgentId, std::uint64_t ordinal, std::uint64_t) override {
    const auto found = late.find({kind, ordinal});
    return found == late.end() ? 0 : found->second;
  }
  std::uint64_t choose_rare(ChoiceKind, AgentId, std::uint64_t, std::uint64_t,
                            std::uint64_t) override {
    return 0;
  }

  std::map<std::pair<ChoiceKind, std::uint64_t>, std::uint64_t> late;
};

/// Keeps what tests look at.
class EventLog : public EventSink {
 public:
  void on_instruction(const InstructionEvent& event) override { instructions.push_back(event); }
  void on_access(const AccessEvent& event) override { accesses.push_back(event); }
  void on_completion(const CompletionEvent& event) override { completions.push_back(event); }
  void on_sync(const SyncEvent& event) override { syncs.push_back(event); }
  void on_fault(const FaultEvent& event) override { faults.push_back(event); }

  std::vector<InstructionEvent> instructions;
  std::vector<AccessEvent> accesses;
  std::vector<CompletionEvent> completions;
  std::vector<SyncEvent> syncs;
  std::vector<FaultEvent> faults;
};

class OneCore {
 public:
  explicit OneCore(CoreKind kind = CoreKind::AIV, const Knobs& knobs = Knobs(),
                   isa::ArithmeticMemo* memo = nullptr)
      : knobs_(without_jitter(knobs)),
        latency_(knobs_, choices),
        content_((reserve_address_window(), 1 << 20)),
        gm_(content_.data(), kWindowBase, {{kWindowBase, kWindowBase + content_.size()}}),
        channel_("gm_channel", make_memory_timing(unlimited_memory(knobs_)), choices),
        core_("core", kind == CoreKind::AIV ? CoreId{kAicCount} : CoreId{0},
              {knobs_, {}, memo, latency_, choices, log, gm_, channel_, cross_core_, [this] {
                 stopped = true;
               }}) {
    gm_.allow_lending([this] { core_.give_back_lent_rows(); });
  }

  /// Runs `kernel` as one block, for at most `cycles`; its first arguments lead to descriptors.
  void run(KernelEntry kernel, Cycle cycles = 1'000'000, unsigned tensors = 0) {
    DispatchPayload payload;
    payload.entry = kernel;
    payload.tensor_count = tensors;
    payload.block = {0, 0};
    core_.dispatch(++sequence_, payload);
    sc_core::sc_start(to_sc(cycles), sc_core::SC_RUN_TO_TIME);
    gm_.drain();
  }

  bool finished() const { return core_.condition().finished; }
  std::string waiting_for() const { return core_.waiting_for(); }

  template <typename T>
  T* gm(std::uint64_t offset = 0) {
    return reinterpret_cast<T*>(content_.data() + offset);
  }

  EventLog log;
  bool stopped = false;
  NoJitter choices;

 private:
  static Knobs without_jitter(Knobs knobs) {
    knobs.timing_jitter = 0;
    return knobs;
  }
  /// All of it in L2, or in HBM alone with gm.l2_size=0.
  static Knobs unlimited_memory(Knobs knobs) {
    knobs.gm_l2_start = static_cast<std::int64_t>(L2Start::Warm);
    knobs.gm_l2_bandwidth = knobs.gm_bandwidth = 1'000'000'000;
    return knobs;
  }

  Knobs knobs_;
  Latency latency_;
  std::vector<std::byte> content_;
  GlobalMemory gm_;
  GmChannel channel_;
  CrossCoreFlags cross_core_;
  Core core_;
  std::uint32_t sequence_ = 0;
};

// What a kernel's headers fill in.

inline library::TileRef vec(std::uint64_t address, std::int32_t rows, std::int32_t cols,
                            DType type = DType::FLOAT32) {
  library::TileRef tile;
  tile.address = address;
  tile.dtype = type;
  tile.rows = tile.valid_rows = rows;
  tile.cols = tile.valid_cols = cols;
  return tile;
}

inline library::GlobalRef rows_at(std::uint64_t offset, std::int32_t rows, std::int32_t cols,
                                  DType type = DType::FLOAT32) {
  library::GlobalRef global;
  global.address = kWindowBase + offset;
  global.dtype = type;
  global.shape[3] = rows;
  global.shape[4] = cols;
  global.stride[3] = cols;
  return global;
}

inline library::TileCall call(library::TileOp op, std::initializer_list<library::TileRef> tiles) {
  library::TileCall result;
  result.op = op;
  for (const library::TileRef& tile : tiles) result.tile[result.tile_count++] = tile;
  return result;
}

inline void load(const library::TileRef& tile, const library::GlobalRef& global) {
  library::TileCall tload = call(library::TileOp::TLOAD, {tile});
  tload.global = global;
  npusim_tile(&tload);
}

inline void store(const library::GlobalRef& global, const library::TileRef& tile) {
  library::TileCall tstore = call(library::TileOp::TSTORE, {tile});
  tstore.global = global;
  npusim_tile(&tstore);
}

inline void op(library::TileOp which, std::initializer_list<library::TileRef> tiles) {
  const library::TileCall made = call(which, tiles);
  npusim_tile(&made);
}

inline void op_scalar(library::TileOp which, std::initializer_list<library::TileRef> tiles,
                      std::uint64_t bits, DType type) {
  library::TileCall made = call(which, tiles);
  made.scalar = bits;
  made.scalar_type = type;
  npusim_tile(&made);
}

inline void flag(Pipe source, Pipe target, int id = 0) {
  npusim_set_flag(static_cast<int>(source), static_cast<int>(target), id, nullptr, 0);
  npusim_wait_flag(static_cast<int>(source), static_cast<int>(target), id, nullptr, 0);
}

inline void barrier(Pipe pipe) { npusim_pipe_barrier(static_cast<int>(pipe), nullptr, 0); }

}  // namespace npusim::test
