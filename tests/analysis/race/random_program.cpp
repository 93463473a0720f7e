// SPDX-License-Identifier: Apache-2.0
#include "tests/analysis/race/random_program.h"

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "models/arch/hash.h"
#include "tests/analysis/race/message_rounds.h"
#include "tests/analysis/race/random_scalars.h"
#include "tests/analysis/race/random_span.h"

namespace npusim::test {
namespace {

constexpr std::uint64_t kGmBase = 0x1000;
constexpr std::uint64_t kSharedBytes = 128;
constexpr unsigned kTasks = 5;
constexpr unsigned kRings = 2;
constexpr unsigned kSteps = 44;
constexpr TaskIndex kNobody = kTasks;
constexpr Pipe kPipes[] = {Pipe::S, Pipe::V, Pipe::MTE2, Pipe::MTE3};

class Program {
 public:
  Program(std::uint64_t seed, EventSink& sink)
      : seed_(seed),
        sink_(sink),
        scalars_(
            sink, [this](std::uint64_t bound) { return pick(bound); }, kGmBase, kSharedBytes) {}

  void run() {
    // In every third program tasks get memory that earlier ones are done with.
    reuses_ = pick(3) == 0;
    flags_between_cores_ = pick(3) == 0;
    caches_scalars_ = pick(3) == 0;
    orchestrator_works_ = pick(3) == 0;
    const bool all_at_once = !reuses_ && !orchestrator_works_;
    while (submitted_ < kTasks && (all_at_once || submitted_ < 1) && submit()) {
    }
    cores_.resize(2 + pick(3));
    const unsigned steps = reuses_ ? 2 * kSteps : kSteps;
    for (unsigned step = 0; step < steps; ++step) act(pick(cores_.size()));
  }

 private:
  using Queued = std::function<void()>;  ///< what happens when the pipe comes to it
  struct Core {
    bool running = false;
    BlockRef block;
    std::uint64_t instructions = 0;
    std::map<Pipe, std::deque<Queued>> queues;
  };

  std::uint64_t pick(std::uint64_t bound) { return hash64(seed_, counter_++) % bound; }
  /// Two vector cores of one cluster, its cube core, and a vector core of the next cluster.
  CoreId id(std::size_t core) const {
    if (core == 2) return CoreId{0};
    return static_cast<CoreId>(kAicCount + (core == 3 ? 2 : core));
  }

  /// Submits the next task, unless it is to have a block of the heap that is not free yet.
  bool submit() {
    const TaskIndex task = submitted_;
    const auto ring = static_cast<std::uint8_t>(pick(4) == 0 ? 1 : 0);
    // Each ring has two units of 32 bytes; a block is one of them or both.
    const std::uint64_t first = 2 * ring + pick(2), units = first % 2 == 0 ? 1 + pick(2) : 1;
    const bool creates = reuses_ && pick(4) != 0;
    TaskIndex last = kNobody;
    for (std::uint64_t unit = first; creates && unit < first + units; ++unit) {
      if (owner_[unit] == kNobody) continue;
      last = last == kNobody ? owner_[unit] : std::max(last, owner_[unit]);
    }
    if (last != kNobody && !consumed_up_to(ring, last)) return false;
    TaskDescription description;
    description.task = task;
    description.ring = ring;
    ring_[task] = ring;
    sink_.on_task_description(description);
    for (TaskIndex producer = 0; producer < task; ++producer) {
      if (pick(3) != 0) continue;
      sink_.on_dependency({producer, task, DependencyReason::Writer, 0});
      producers_[task].push_back(producer);
    }
    if (creates) {
      BufferEvent block;
      block.kind = BufferEvent::Kind::HeapAllocated;
      block.owner = task;
      block.address = kGmBase + 32 * first;
      block.bytes = 32 * units;
      sink_.on_buffer(block);
      for (std::uint64_t unit = first; unit < first + units; ++unit) owner_[unit] = task;
    }
    ++submitted_;
    return true;
  }

  bool consumed_up_to(std::uint8_t ring, TaskIndex last) const {
    for (TaskIndex task = 0; task <= last; ++task) {
      if (ring_[task] != ring) continue;
      if (!done_[task]) return false;
      for (TaskIndex consumer = task + 1; consumer < submitted_; ++consumer) {
        const auto& producers = producers_[consumer];
        const bool consumes =
            std::find(producers.begin(), producers.end(), task) != producers.end();
        if (consumes && !done_[consumer]) return false;
      }
    }
    return true;
  }

  void act(std::size_t number) {
    Core& core = cores_[number];
    if (submitted_ < kTasks && pick(4) == 0 && submit()) return;
    if (orchestrator_works_ && pick(12) == 0) return orchestrate();
    if (!core.running) {
      if (pick(2) == 0) start_task(number);
      return;
    }
    if (caches_scalars_ && pick(5) == 0) {
      return scalars_.act(event(number, {}, Pipe::S), next_scalar(number));
    }
    const std::uint64_t dice = pick(reuses_ ? 110 : 100);  // shorter tasks, and one block each
    if (dice < 45) {
      issue(number);
    } else if (dice < 62) {
      start_one(number);
    } else if (dice < 74) {
      set_flag(number);
    } else if (dice < 84) {
      wait_flag(number);
    } else if (dice < 89) {
      barrier(number);
    } else if (flags_between_cores_ && pick(3) == 0) {
      const std::uint64_t what = pick(3);
      if (what == 2) return scalars_.use_word(event(number, {}, Pipe::S), next_scalar(number)());
      what == 0 ? set_cross_core(number) : wait_cross_core(number);
    } else if (dice < 92) {
      drain(number);
      sync(number, SyncKind::BarrierAll, Pipe::S);
    } else if (dice < 96) {
      if (pick(2) == 0) wait_for_stores(number);
      SyncEvent fence = event(number, SyncKind::StoreFence, Pipe::S);
      fence.id = static_cast<std::uint8_t>(1 + pick(3));
      sink_.on_sync(fence);
    } else {
      if (pick(2) == 0) drain(number);
      if (reuses_ && pick(2) == 0) {
        wait_for_stores(number);
        sync(number, SyncKind::BarrierAll, Pipe::S);
      }
      sync(number, SyncKind::TaskEnd, Pipe::S);
      drain(number);  // late instructions still belong to the task
      core.running = false;
      if (++blocks_done_[core.block.task] == blocks()) done_[core.block.task] = true;
    }
  }

  unsigned blocks() const { return reuses_ ? 1 : 2; }

  /// The orchestrator reads or writes a few bytes itself, and may wait for a task before.
  void orchestrate() {
    const auto task = static_cast<TaskIndex>(pick(kTasks));
    if (pick(2) == 0 && task < submitted_ && done_[task]) {
      sink_.on_dependency({task, kNoTask, DependencyReason::ScalarAccess, 0});
    }
    InstructionEvent instruction;
    constexpr CoreId kNoCore = 99;
    instruction.instruction = make_instruction_id(kNoCore, ++orchestrator_accesses_);
    instruction.agent = kOrchestratorAgent;
    instruction.site = reinterpret_cast<Site>(static_cast<std::uintptr_t>(instruction.instruction));
    sink_.on_instruction(instruction);
    AccessEvent access;
    access.instruction = instruction.instruction;
    access.agent = kOrchestratorAgent;
    access.kind = pick(2) == 0 ? AccessKind::Read : AccessKind::Write;
    access.path = AccessPath::Coherent;
    access.span = contiguous(kGmBase + 4 * pick(32), 4);
    sink_.on_access(access);
  }

  /// A task starts when its producers have finished.
  void start_task(std::size_t number) {
    for (TaskIndex task = 0; task < submitted_; ++task) {
      if (blocks_started_[task] == blocks()) continue;
      bool ready = true;
      for (const TaskIndex producer : producers_[task]) ready = ready && done_[producer];
      if (!ready || pick(2) == 0) continue;
      Core& core = cores_[number];
      core.running = true;
      // Whatever the core still had in its data cache goes first (task-runtime.md 5.1).
      scalars_.clean(event(number, {}, Pipe::S), 0, 0, next_scalar(number));
      core.block = {task, static_cast<std::int32_t>(blocks_started_[task]++)};
      sync(number, SyncKind::TaskStart, Pipe::S);
      return;
    }
  }

  InstructionEvent instruction_on(std::size_t number, Pipe pipe) {
    InstructionEvent result;
    result.instruction = make_instruction_id(id(number), ++cores_[number].instructions);
    result.agent = agent_of(id(number), pipe);
    result.block = cores_[number].block;
    result.site = reinterpret_cast<Site>(static_cast<std::uintptr_t>(result.instruction));
    return result;
  }

  RandomScalars::NextInstruction next_scalar(std::size_t number) {
    return [this, number] { return instruction_on(number, Pipe::S); };
  }

  void issue(std::size_t number) {
    Core& core = cores_[number];
    const Pipe pipe = kPipes[pick(4)];
    InstructionEvent instruction = instruction_on(number, pipe);
    if (pipe == Pipe::V) {
      instruction.repeats = static_cast<std::uint32_t>(1 + pick(4));
      instruction.repeat_cycles = static_cast<std::uint32_t>(1 + pick(2));
      instruction.tail_cycles = static_cast<std::uint32_t>(1 + pick(6));
    }
    std::vector<AccessEvent> accesses;
    const auto add = [&](MemSpace space, AccessKind kind) {
      AccessEvent access;
      access.instruction = instruction.instruction;
      access.agent = instruction.agent;
      access.space = space;
      access.kind = kind;
      const std::uint64_t base = space == MemSpace::GM ? kGmBase : 0;
      access.span = random_span([this](std::uint64_t bound) { return pick(bound); }, base,
                                pipe == Pipe::V, instruction.repeats);
      if (pipe == Pipe::S) access.span = contiguous(access.span.address, 4);
      accesses.push_back(access);
    };
    if (pipe == Pipe::MTE2) {
      add(MemSpace::GM, AccessKind::Read);
      add(MemSpace::UB, AccessKind::Write);
    } else if (pipe == Pipe::MTE3) {
      add(MemSpace::UB, AccessKind::Read);
      // Whole blocks: parts of one are a finding of another kind.
      add(MemSpace::GM, AccessKind::Write);
      accesses.back().span =
          contiguous(kGmBase + 32 * pick(3), 32 * static_cast<std::uint32_t>(1 + pick(2)));
      if (pick(3) == 0) accesses.back().kind = AccessKind::AtomicAdd;
    } else if (pick(2) == 0) {
      add(MemSpace::UB, AccessKind::Write);
    } else {
      add(MemSpace::UB, AccessKind::Read);
      if (pipe == Pipe::V) add(MemSpace::UB, AccessKind::Write);
    }
    const auto start = [this, instruction, accesses] {
      sink_.on_instruction(instruction);
      for (const AccessEvent& access : accesses) sink_.on_access(access);
    };
    if (pipe == Pipe::S) return start();
    sink_.on_issue({instruction.instruction, instruction.agent, 0});
    core.queues[pipe].push_back(start);
  }

  void set_flag(std::size_t number) {
    const Pipe from = kPipes[pick(4)], to = kPipes[pick(4)];
    if (from == to) return;
    SyncEvent set = event(number, SyncKind::SetFlag, from);
    set.peer = agent_of(id(number), to);
    set.id = static_cast<std::uint8_t>(pick(2));
    const auto start = [this, set] {
      SyncEvent now = set;
      const Flag flag{set.agent, set.peer, set.id};
      now.instance = ++instances_[flag];
      pending_[flag].push_back(now.instance);
      sink_.on_sync(now);
    };
    issue_to(number, from, start);
  }

  /// Only for flags that are set already, so that nothing ever deadlocks.
  void wait_flag(std::size_t number) {
    const Pipe from = kPipes[pick(4)], to = kPipes[pick(4)];
    SyncEvent wait = event(number, SyncKind::WaitFlag, to);
    wait.peer = agent_of(id(number), from);
    wait.id = static_cast<std::uint8_t>(pick(2));
    auto& sets = pending_[{wait.peer, wait.agent, wait.id}];
    if (sets.empty()) return;
    wait.instance = sets.front();
    sets.pop_front();
    const auto start = [this, wait] { sink_.on_sync(wait); };
    issue_to(number, to, start);
  }

  void set_cross_core(std::size_t number) {
    const Pipe pipe = kPipes[pick(4)];
    SyncEvent set = event(number, SyncKind::CrossCoreSet, pipe);
    set.id = packed({static_cast<CrossCoreMode>(pick(3)), static_cast<std::uint8_t>(8 + pick(2))});
    if (pipe != Pipe::S) {
      set.address = make_instruction_id(id(number), ++cores_[number].instructions);
      sink_.on_issue({set.address, set.agent, 0});
    }
    const auto start = [this, set] { sink_.on_sync(rounds_.join(set)); };
    issue_to(number, pipe, start);
  }

  /// For a round that somebody has sent; several may wait for the same.
  void wait_cross_core(std::size_t number) {
    const SyncEvent* const sent = rounds_.close(pick(100));
    if (sent == nullptr) return;
    SyncEvent wait = event(number, SyncKind::CrossCoreWait, Pipe::S);
    wait.peer = sent->agent;
    wait.id = sent->id;
    wait.instance = sent->instance;
    sink_.on_sync(wait);
  }

  /// The front end learns that MTE3 is done, as a kernel does before dsb.
  void wait_for_stores(std::size_t number) {
    drain(number);
    SyncEvent set = event(number, SyncKind::SetFlag, Pipe::MTE3);
    set.peer = agent_of(id(number), Pipe::S);
    set.id = 7;
    set.instance = ++instances_[{set.agent, set.peer, set.id}];
    sink_.on_sync(set);
    SyncEvent wait = set;
    wait.kind = SyncKind::WaitFlag;
    std::swap(wait.agent, wait.peer);
    sink_.on_sync(wait);
  }

  void barrier(std::size_t number) {
    const Pipe pipe = kPipes[1 + pick(3)];
    cores_[number].queues[pipe].push_back(
        [this, number, pipe] { sync(number, SyncKind::PipeBarrier, pipe); });
  }

  /// Pipe S does it at once, others when they come to it.
  void issue_to(std::size_t number, Pipe pipe, const Queued& start) {
    pipe == Pipe::S ? start() : cores_[number].queues[pipe].push_back(start);
  }

  bool start_one(std::size_t number) {
    auto& queues = cores_[number].queues;
    const std::uint64_t first = pick(3);
    for (std::uint64_t i = 0; i < 3; ++i) {
      auto& queue = queues[kPipes[1 + (first + i) % 3]];
      if (queue.empty()) continue;
      queue.front()();
      queue.pop_front();
      return true;
    }
    return false;
  }

  void drain(std::size_t number) {
    while (start_one(number)) {
    }
  }

  SyncEvent event(std::size_t number, SyncKind kind, Pipe pipe) const {
    SyncEvent result;
    result.kind = kind;
    result.agent = result.peer = agent_of(id(number), pipe);
    result.block = cores_[number].block;
    return result;
  }
  void sync(std::size_t number, SyncKind kind, Pipe pipe) {
    sink_.on_sync(event(number, kind, pipe));
  }

  std::uint64_t seed_;
  EventSink& sink_;
  std::uint64_t counter_ = 0;
  std::vector<Core> cores_;
  bool reuses_ = false;
  bool flags_between_cores_ = false;
  bool caches_scalars_ = false;
  bool orchestrator_works_ = false;
  std::uint64_t orchestrator_accesses_ = 0;
  TaskIndex submitted_ = 0;
  std::array<std::uint8_t, kTasks> ring_{};
  std::array<TaskIndex, 2 * kRings> owner_{kNobody, kNobody, kNobody, kNobody};  ///< by unit
  std::array<std::vector<TaskIndex>, kTasks> producers_;
  std::array<unsigned, kTasks> blocks_started_{};
  std::array<unsigned, kTasks> blocks_done_{};
  std::array<bool, kTasks> done_{};
  using Flag = std::tuple<AgentId, AgentId, unsigned>;
  std::map<Flag, std::uint32_t> instances_;
  std::map<Flag, std::deque<std::uint32_t>> pending_;
  MessageRounds rounds_;
  RandomScalars scalars_;
};

}  // namespace

void run_random_program(std::uint64_t seed, EventSink& sink) { Program(seed, sink).run(); }

}  // namespace npusim::test
