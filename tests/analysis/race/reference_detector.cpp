// SPDX-License-Identifier: Apache-2.0
#include "tests/analysis/race/reference_detector.h"

#include <stdexcept>
#include <tuple>

namespace npusim::test {

ReferenceDetector::Node ReferenceDetector::node(int run) {
  if (global_.before.size() >= kMaxNodes) throw std::length_error("too many nodes");
  global_.before.emplace_back();
  for (Relation& relation : own_) relation.before.emplace_back();
  run_of_.push_back(run);
  return static_cast<Node>(run_of_.size() - 1);
}

ReferenceDetector::Node ReferenceDetector::orchestrator_goes_on() {
  const Node next = node(kOrchestratorRun);
  link_everywhere(orchestrator_, next);
  return orchestrator_ = next;
}

void ReferenceDetector::on_task_description(const TaskDescription& event) {
  rings_[event.task] = event.ring;
  submitted_[event.task] = orchestrator_;
}

void ReferenceDetector::on_dependency(const DependencyEvent& event) {
  if (event.consumer != kNoTask) {
    edges_.emplace_back(event.producer, event.consumer);
    return;
  }
  const Node waited = orchestrator_goes_on();
  for (const Run& run : runs_) {
    if (run.task == event.producer && run.end != kNone) link_everywhere(run.end, waited);
  }
}

void ReferenceDetector::link_everywhere(Node a, Node b) {
  global_.add(a, b);
  for (Relation& relation : own_) relation.add(a, b);
}

/// Nothing says that two runs are on one core, so its order from run to run holds for its own
/// memories only, which they would not share otherwise.
void ReferenceDetector::link(Node a, Node b) {
  if (a == kNone) return;
  const int run = run_of_[static_cast<std::size_t>(b)];
  if (run_of_[static_cast<std::size_t>(a)] == run) return link_everywhere(a, b);
  order_on(runs_[static_cast<std::size_t>(run)].core).add(a, b);
}

/// `next` is the next thing in program order of the pipe.
void ReferenceDetector::follow(CoreId core, Pipe pipe, Node next) {
  Node& latest = cores_[core].pipes[static_cast<unsigned>(pipe)];
  link(latest, next);
  latest = next;
}

void ReferenceDetector::finish(CoreId core, Pipe pipe, Node at) {
  for (const std::size_t i : cores_[core].done[static_cast<unsigned>(pipe)]) {
    link(instructions_[i].complete, at);
  }
}

/// A flag says that everything before it in its pipe is complete; from S, that its stores to UB
/// have landed.
void ReferenceDetector::send(CoreId core, Pipe pipe, Node at) {
  link(cores_[core].pipes[static_cast<unsigned>(pipe)], at);
  finish(core, pipe, at);
  if (pipe != Pipe::S) return;
  for (const std::size_t i : cores_[core].done[0]) link(instructions_[i].landed, at);
}

/// Stores known to be complete at `at` are visible from `at` on.
void ReferenceDetector::fence(CoreId core, Node at, bool own, bool everybody) {
  for (const Pipe pipe : {Pipe::MTE3, Pipe::FIX}) {
    for (const std::size_t i : cores_[core].done[static_cast<unsigned>(pipe)]) {
      const Instruction& store = instructions_[i];
      if (!order_on(core).has(store.complete, at)) continue;
      if (own) link(store.own, at);
      if (everybody) link(store.visible, at);
    }
  }
}

/// Who counts as a sender of the same flag: cores of one kind, for modes 1 and 2 of one cluster.
ReferenceDetector::Channel ReferenceDetector::channel(AgentId sender, unsigned id) {
  const CoreId core = core_of(sender);
  return {id, kind_of(core), id / 16 == 0 ? 0 : cluster_of(core)};
}

void ReferenceDetector::on_issue(const IssueEvent& event) {
  const CoreId core = core_of(event.agent);
  const Node issue = node(cores_[core].run);
  follow(core, Pipe::S, issue);
  issued_[event.instruction] = issue;
  issued_run_[event.instruction] = cores_[core].run;
}

void ReferenceDetector::on_instruction(const InstructionEvent& event) {
  if (!is_core_agent(event.agent)) {
    const Node at = orchestrator_goes_on();
    index_[event.instruction] = instructions_.size();
    instructions_.push_back({event, kOrchestratorRun, 0, at, at, at, at, at});
    return;
  }
  const CoreId core = core_of(event.agent);
  const Pipe pipe = pipe_of(event.agent);
  CoreState& state = cores_[core];
  const auto issue = issued_.find(event.instruction);
  const int run = issue == issued_.end() ? state.run : issued_run_[event.instruction];
  Instruction instruction{event, run, state.stream, node(run), node(run)};
  if (pipe == Pipe::V) state.stream += std::uint64_t{event.repeats} * event.repeat_cycles;
  follow(core, pipe, instruction.start);
  if (issue != issued_.end()) link(issue->second, instruction.start);
  link(instruction.start, instruction.complete);
  if (pipe == Pipe::S) {
    follow(core, pipe, instruction.complete);
    link(instruction.complete, instruction.landed = node(run));
  }
  link(instruction.complete, instruction.own = node(run));
  link(instruction.own, instruction.visible = node(run));
  state.done[static_cast<unsigned>(pipe)].push_back(instructions_.size());
  index_[event.instruction] = instructions_.size();
  instructions_.push_back(instruction);
}

void ReferenceDetector::on_access(const AccessEvent& event) {
  if (event.path == AccessPath::Cached) return cached_access(event);
  if (event.path == AccessPath::WriteBack) return write_back(event);
  const std::size_t instruction = index_.at(event.instruction);
  if (event.path == AccessPath::CacheFill) {
    line_at(core_of(event.agent), event.span.address, instruction);
    return;
  }
  Effect effect = event.kind == AccessKind::Read ? Effect::Read : Effect::Write;
  if (event.kind == AccessKind::AtomicAdd) effect = Effect::Atomic;
  const CoreId core = is_core_agent(event.agent) ? core_of(event.agent) : CoreId{0};
  touches_.push_back({instruction, instruction, effect, event.space, core, event.span});
}

/// The line of the byte, brought in by `instruction` if it is not there.
ReferenceDetector::Line& ReferenceDetector::line_at(CoreId core, std::uint64_t byte,
                                                    std::size_t instruction) {
  const auto [found, fresh] = caches_[core].try_emplace(byte / kCacheLineBytes);
  if (fresh) {
    found->second.fetch = instruction;
    found->second.stored_by.fill(kNoStore);
    found->second.first_store = kNoStore;
  }
  return found->second;
}

/// Byte by byte. A store stays with its core until the line is written back.
void ReferenceDetector::cached_access(const AccessEvent& event) {
  const std::size_t instruction = index_.at(event.instruction);
  const CoreId core = core_of(event.agent);
  const bool write = event.kind == AccessKind::Write;
  for (std::uint64_t byte = event.span.address; byte < event.span.end(); ++byte) {
    Line& line = line_at(core, byte, instruction);
    Touch touch{
        instruction,         instruction, write ? Effect::Write : Effect::Read, event.space, core,
        contiguous(byte, 1), event.path,  write ? kNoFetch : line.fetch};
    touches_.push_back(touch);
    if (!write) continue;
    line.stored_by[byte % kCacheLineBytes] = instruction;
    if (line.first_store == kNoStore) line.first_store = instruction;
  }
}

/// The whole line goes to memory, what nobody stored as it was fetched. Stores of a run that has
/// ended are published by nothing that others could wait for.
void ReferenceDetector::write_back(const AccessEvent& event) {
  const std::size_t carrier = index_.at(event.instruction);
  const CoreId core = core_of(event.agent);
  const Line line = caches_[core].at(event.span.address / kCacheLineBytes);
  caches_[core].erase(event.span.address / kCacheLineBytes);
  for (unsigned i = 0; i < kCacheLineBytes; ++i) {
    const std::size_t store = line.stored_by[i];
    const bool stored = store != kNoStore;
    const std::size_t name = stored ? store : line.first_store;
    const int run = instructions_[name].run;
    const bool late = stored && run >= 0 && ended_runs_.count(run) != 0;
    touches_.push_back({name, carrier, stored ? Effect::Write : Effect::Rewrite, event.space, core,
                        contiguous(event.span.address + i, 1),
                        late ? AccessPath::Cached : AccessPath::WriteBack,
                        stored ? kNoFetch : line.fetch});
  }
}

/// dcci forgets clean lines at once; dirty ones follow with their write-backs.
void ReferenceDetector::clean(const SyncEvent& event) {
  std::erase_if(caches_[core_of(event.agent)], [&](const auto& entry) {
    const std::uint64_t line = entry.first * kCacheLineBytes;
    const bool covered = event.bytes == 0 || (line + kCacheLineBytes > event.address &&
                                              line < event.address + event.bytes);
    return covered && entry.second.first_store == kNoStore;
  });
}

void ReferenceDetector::start_run(const SyncEvent& event) {
  const CoreId core = core_of(event.agent);
  CoreState& state = cores_[core];
  state.run = static_cast<int>(runs_.size());
  runs_.push_back({event.block.task, core, kNone, kNone});
  const Node start = runs_.back().start = node(state.run);
  link_everywhere(submitted_.at(event.block.task), start);
  follow(core, Pipe::S, start);
  for (const auto& [producer, consumer] : edges_) {
    if (consumer != event.block.task) continue;
    for (const Run& run : runs_) {
      if (run.task == producer && run.end != kNone) link_everywhere(run.end, start);
    }
  }
}

void ReferenceDetector::on_sync(const SyncEvent& event) {
  const CoreId core = core_of(event.agent);
  const Pipe pipe = pipe_of(event.agent);
  CoreState& state = cores_[core];
  if (event.kind == SyncKind::TaskStart) return start_run(event);
  if (event.kind == SyncKind::CacheClean) return clean(event);
  const Node here = node(state.run);
  // Whatever waits in a queue was put there after the run began.
  global_.add(runs_[static_cast<std::size_t>(state.run)].start, here);
  switch (event.kind) {
    case SyncKind::SetFlag:
      send(core, pipe, here);
      sets_[{event.agent, event.peer, event.id, event.instance}] = here;
      break;
    case SyncKind::WaitFlag:
      follow(core, pipe, here);
      link(sets_.at({event.peer, event.agent, event.id, event.instance}), here);
      break;
    case SyncKind::CrossCoreSet: {
      // Here the pipe comes to the message; it leaves when what was before is complete.
      const auto issue = issued_.find(event.address);
      if (issue != issued_.end()) link(issue->second, here);
      follow(core, pipe, here);
      const Node sent = node(state.run);
      send(core, pipe, sent);
      messages_[channel(event.agent, event.id)][event.instance].push_back(sent);
      break;
    }
    case SyncKind::CrossCoreWait:
      follow(core, Pipe::S, here);
      for (const Node sent : messages_.at(channel(event.peer, event.id)).at(event.instance)) {
        link_everywhere(sent, here);
      }
      break;
    case SyncKind::AtomicUpdate:
      follow(core, Pipe::S, here);
      words_[event.address].push_back(here);
      break;
    case SyncKind::AtomicRead:
      follow(core, Pipe::S, here);
      for (const auto& [word, updates] : words_) {
        if (word < event.address || word >= event.address + event.bytes) continue;
        for (const Node update : updates) link_everywhere(update, here);
      }
      break;
    case SyncKind::PipeBarrier:
      follow(core, pipe, here);
      finish(core, pipe, here);
      break;
    case SyncKind::BarrierAll:
      follow(core, Pipe::S, here);
      for (unsigned other = 0; other < kPipeCount; ++other) {
        link(state.pipes[other], here);
        finish(core, static_cast<Pipe>(other), here);
      }
      for (const std::size_t i : state.done[0]) link(instructions_[i].landed, here);
      fence(core, here, true, false);
      break;
    case SyncKind::StoreFence:
      follow(core, Pipe::S, here);
      if ((event.id & 1) != 0) {
        fence(core, here, true, true);
        for (const std::size_t i : state.done[0]) link(instructions_[i].visible, here);
      }
      if ((event.id & 2) != 0) {
        for (const std::size_t i : state.done[0]) link(instructions_[i].landed, here);
      }
      break;
    case SyncKind::TaskEnd:
      follow(core, Pipe::S, here);
      // Whoever depends on the task sees what is complete; the core itself learns nothing.
      link(here, runs_[static_cast<std::size_t>(state.run)].end = node(state.run));
      fence(core, runs_[static_cast<std::size_t>(state.run)].end, false, true);
      ended_runs_.insert(state.run);
      break;
    default:
      throw std::logic_error("not in the reference");
  }
}

void ReferenceDetector::add_with_producers(TaskIndex task, std::set<TaskIndex>& tasks) const {
  tasks.insert(task);
  for (const auto& [producer, consumer] : edges_) {
    if (consumer == task) add_with_producers(producer, tasks);
  }
}

/// Every task of the ring up to the last owner of any of the bytes is consumed: it and the
/// consumers that it had when that was first needed are done.
void ReferenceDetector::on_buffer(const BufferEvent& event) {
  Allocation fresh{
      event.address, event.address + event.bytes, event.owner, {}, orchestrator_goes_on()};
  std::set<TaskIndex> owners;
  for (std::uint64_t byte = fresh.begin; byte < fresh.end; ++byte) {
    for (auto old = allocations_.rbegin(); old != allocations_.rend(); ++old) {
      if (byte < old->begin || byte >= old->end) continue;
      owners.insert(old->owner);
      break;
    }
  }
  for (const auto& [task, ring] : rings_) {
    if (owners.empty() || task > *owners.rbegin() || ring != rings_.at(event.owner)) continue;
    const auto [consumed, first_time] = consumed_.try_emplace(task);
    if (first_time) {
      add_with_producers(task, consumed->second);
      for (const auto& [producer, consumer] : edges_) {
        if (producer != task || consumer == event.owner) continue;
        add_with_producers(consumer, consumed->second);
      }
    }
    fresh.done.insert(consumed->second.begin(), consumed->second.end());
  }
  allocations_.push_back(fresh);
}

}  // namespace npusim::test
