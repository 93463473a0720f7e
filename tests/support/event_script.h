// SPDX-License-Identifier: Apache-2.0
// Hand-written event streams, in the notation of the race catalogue: what each pipe does, line by
// line, in an order that could have happened. Every operation stands on a line of its own of a file
// "kernel.cpp", so findings can be told apart.
//
//   EventScript script(checks);
//   script.task(0, "build");
//   auto core = script.core(24);
//   core.start(0);
//   core.op(Pipe::MTE2).reads(MemSpace::GM, x, 64).writes(MemSpace::UB, 0, 64);
//   core.set(Pipe::MTE2, Pipe::V, 0);  core.wait(Pipe::MTE2, Pipe::V, 0);
//   core.op(Pipe::V, "vmuls").reads(MemSpace::UB, 0, 64);
//   core.end();
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/describe/names.h"
#include "models/arch/event_sink.h"
#include "models/arch/source_lookup.h"

namespace npusim::test {

/// Sites are line numbers of kernel.cpp.
class ScriptSources : public SourceLookup {
 public:
  SourceLocation locate(Site site) const override {
    return {"kernel.cpp", static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(site)), "",
            ""};
  }
};

/// Pipe V's promise for an operation, and what it computes with.
struct StreamTiming {
  std::uint32_t repeats = 1, repeat_cycles = 2, tail_cycles = 20;
  DType dtype = DType::FLOAT32;
};

class EventScript {
 public:
  using Timing = StreamTiming;

  explicit EventScript(EventSink& sink) : sink_(sink) {}

  /// An operation whose accesses are being listed.
  class Op {
   public:
    Op& reads(MemSpace space, std::uint64_t address, std::uint32_t bytes) {
      return access(space, AccessKind::Read, contiguous(address, bytes));
    }
    Op& writes(MemSpace space, std::uint64_t address, std::uint32_t bytes) {
      return access(space, AccessKind::Write, contiguous(address, bytes));
    }
    Op& undefines(MemSpace space, std::uint64_t address, std::uint32_t bytes) {
      return access(space, AccessKind::Undefine, contiguous(address, bytes));
    }
    Op& adds(MemSpace space, std::uint64_t address, std::uint32_t bytes) {
      return access(space, AccessKind::AtomicAdd, contiguous(address, bytes));
    }
    Op& access(MemSpace space, AccessKind kind, const Span& span,
               AccessPath path = AccessPath::Direct, DType dtype = DType::FLOAT32) {
      AccessEvent event{id_, agent_, space, kind, path, dtype, span, script_.cycle_};
      script_.sink_.on_access(event);
      return *this;
    }

   private:
    friend class EventScript;
    Op(EventScript& script, InstructionId id, AgentId agent)
        : script_(script), id_(id), agent_(agent) {}
    EventScript& script_;
    InstructionId id_;
    AgentId agent_;
  };

  class Core {
   public:
    void start(TaskIndex task, std::int32_t block = 0);
    void end();
    Op op(Pipe pipe, std::string_view opcode = "", std::string_view tile_op = "",
          const Timing& timing = Timing{});
    void set(Pipe from, Pipe to, unsigned id, bool library = false);
    void wait(Pipe from, Pipe to, unsigned id, bool library = false);
    void set_wait(Pipe from, Pipe to, unsigned id = 0) {
      set(from, to, id);
      wait(from, to, id);
    }
    void bar(Pipe pipe) { sync(SyncKind::PipeBarrier, agent_of(core_, pipe)); }
    void bar_all() { sync(SyncKind::BarrierAll, agent_of(core_, Pipe::S)); }
    void dsb(bool gm = true, bool ub = true);
    /// dcci of lines; bytes 0: the entire cache. Dirty lines are written back.
    void dcci(std::uint64_t address = 0, std::uint64_t bytes = 0);
    /// Scalar accesses to GM through the data cache, and to UB.
    void load_gm(std::uint64_t address, std::uint32_t bytes = 4);
    void store_gm(std::uint64_t address, std::uint32_t bytes = 4);
    void load_ub(std::uint64_t address, std::uint32_t bytes = 4, std::string_view tile_op = "");
    void store_ub(std::uint64_t address, std::uint32_t bytes = 4, std::string_view tile_op = "");
    void cross_set(Pipe pipe, unsigned id);
    void cross_wait(CoreId from, Pipe pipe, unsigned id);
    /// A barrier through GM: whose leavers are after it, and whose arrivals it is after; 0: none.
    void arrive(std::uint64_t barrier) { barrier_mark(SyncKind::BarrierArrive, barrier, 0); }
    void leave(std::uint64_t barrier) { barrier_mark(SyncKind::BarrierLeave, 0, barrier); }
    /// A library's messages in GM: where they are, a store to them by `pipe` that takes effect, and
    /// a fetch of a line.
    void message_words(std::uint64_t address, std::uint64_t bytes) {
      word_mark(SyncKind::MessageWords, Pipe::S, address, bytes);
    }
    void change_words(Pipe pipe, std::uint64_t address, std::uint64_t bytes) {
      word_mark(SyncKind::AtomicUpdate, pipe, address, bytes);
    }
    void poll_words(std::uint64_t address) {
      word_mark(SyncKind::AtomicRead, Pipe::S, address, kCacheLineBytes);
    }
    /// The line of the operation that came last.
    unsigned line() const { return script_.line_; }

   private:
    friend class EventScript;
    Core(EventScript& script, CoreId core) : script_(script), core_(core) {}
    SyncEvent event(SyncKind kind, AgentId agent) const;
    void sync(SyncKind kind, AgentId agent) { script_.sink_.on_sync(event(kind, agent)); }
    void fetch(Op& op, std::uint64_t address);
    void barrier_mark(SyncKind kind, std::uint64_t published, std::uint64_t learned);
    void word_mark(SyncKind kind, Pipe pipe, std::uint64_t address, std::uint64_t bytes);
    EventScript& script_;
    CoreId core_;
  };

  Core core(CoreId core) { return {*this, core}; }

  void task(TaskIndex task, const std::string& name, std::vector<TaskArgument> arguments = {},
            std::uint8_t ring = 0);
  void edge(TaskIndex producer, TaskIndex consumer,
            DependencyReason reason = DependencyReason::Writer);
  void argument(const std::string& name, std::uint64_t address, std::uint64_t bytes,
                DType dtype = DType::FLOAT32, std::vector<std::uint32_t> shape = {});
  void heap(const std::string& name, TaskIndex owner, std::uint64_t address, std::uint64_t bytes);
  void release(TaskIndex owner, std::uint64_t address, std::uint64_t bytes);
  /// The next operation stands on this line.
  void at_line(unsigned line) { line_ = line - 1; }
  /// The orchestration code's own access.
  void orchestrator(AccessKind kind, std::uint64_t address, std::uint32_t bytes = 4);
  void fault(FaultEvent::Kind kind, CoreId core, const std::string& text);

 private:
  struct CoreState {
    BlockRef block;
    std::uint64_t instructions = 0;
    std::map<std::uint64_t, bool> lines;  ///< cached lines, and whether they are dirty
  };

  EventSink& sink_;
  unsigned line_ = 0;
  Cycle cycle_ = 0;
  std::array<CoreState, kCoreCount> cores_{};
  /// Sets and waits so far of each (set agent, wait agent, id).
  std::map<std::tuple<AgentId, AgentId, unsigned>, std::array<std::uint32_t, 2>> instances_;
};

/// A tensor argument of a task.
inline TaskArgument argument(ArgDirection direction, std::uint64_t address, std::uint64_t bytes) {
  TaskArgument result;
  result.direction = direction;
  result.buffer_address = address;
  result.buffer_bytes = bytes;
  return result;
}

}  // namespace npusim::test
