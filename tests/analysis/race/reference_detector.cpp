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
  touches_.push_back({index_.at(event.instruction), event.kind != AccessKind::Read,
                      event.kind == AccessKind::AtomicAdd, event.space,
                      is_core_agent(event.agent) ? core_of(event.agent) : CoreId{0}, event.span});
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
  if (event.kind == SyncKind::CacheClean) return;
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
      for (const Node update : words_[event.address]) link_everywhere(update, here);
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

bool ReferenceDetector::ordered_by_reuse(const Touch& a, const Touch& b, std::uint64_t byte) const {
  const Instruction& first = instructions_[a.instruction];
  const Instruction& second = instructions_[b.instruction];
  const auto ends_after = [&](const Run& run, const Allocation& allocation) {
    return run.end != kNone && run.task < allocation.owner &&
           allocation.done.count(run.task) != 0 &&
           global_.has(a.write ? first.visible : first.complete, run.end);
  };
  const auto starts_before = [&](const Run& run, const Allocation& allocation) {
    return run.task >= allocation.owner && global_.has(run.start, second.start);
  };
  for (const Allocation& allocation : allocations_) {
    if (byte < allocation.begin || byte >= allocation.end) continue;
    bool given_back = false;
    bool taken = second.run == kOrchestratorRun && global_.has(allocation.when, second.start);
    for (const Run& run : runs_) {
      given_back = given_back || ends_after(run, allocation);
      taken = taken || starts_before(run, allocation);
    }
    if (given_back && taken) return true;
  }
  return false;
}

bool ReferenceDetector::touches(const Touch& touch, std::uint64_t byte, int& first_group,
                                int& last_group) const {
  first_group = last_group = -1;
  for (std::uint32_t g = 0; g < touch.span.groups; ++g) {
    for (std::uint32_t r = 0; r < touch.span.runs; ++r) {
      const std::uint64_t at =
          touch.span.address +
          static_cast<std::uint64_t>(touch.span.group_stride * g + touch.span.run_stride * r);
      if (byte < at || byte >= at + touch.span.run_bytes) continue;
      if (first_group < 0) first_group = static_cast<int>(g);
      last_group = static_cast<int>(g);
    }
  }
  return first_group >= 0;
}

bool ReferenceDetector::ordered(const Touch& a, const Touch& b, std::uint64_t byte) const {
  if (a.instruction == b.instruction) return true;
  const Instruction& first = instructions_[a.instruction];
  const Instruction& second = instructions_[b.instruction];
  const Pipe pipe = is_core_agent(first.event.agent) ? pipe_of(first.event.agent) : Pipe::S;
  const bool gm = a.space == MemSpace::GM;
  if (first.run == kOrchestratorRun && second.run == kOrchestratorRun) return true;
  if (gm && first.run != second.run) {
    return global_.has(a.write ? first.visible : first.complete, second.start) ||
           ordered_by_reuse(a, b, byte);
  }
  if (first.event.agent == second.event.agent) {
    if (pipe == Pipe::S || order_on(a.core).has(first.complete, second.start)) return true;
    if (pipe != Pipe::V) return false;
    if (!a.write) return true;
    int a_first, a_last, b_first, b_last;
    touches(a, byte, a_first, a_last);
    touches(b, byte, b_first, b_last);
    const std::uint64_t result = first.stream_start +
                                 static_cast<std::uint64_t>(a_last) * first.event.repeat_cycles +
                                 first.event.tail_cycles;
    const std::uint64_t then = second.stream_start +
                               static_cast<std::uint64_t>(b_first) * second.event.repeat_cycles +
                               (b.write ? second.event.tail_cycles : 0);
    return then >= result;
  }
  Node needed = first.complete;
  if (a.write && !gm && pipe == Pipe::S) needed = first.landed;
  if (a.write && gm && !b.write) needed = first.own;
  if (a.write && gm && pipe == Pipe::S) needed = first.visible;
  return order_on(a.core).has(needed, second.start);
}

/// st_atomic and ld_dev: they do not race with each other.
bool ReferenceDetector::is_flag(const Touch& touch) const {
  const AgentId agent = instructions_[touch.instruction].event.agent;
  return touch.space == MemSpace::GM && is_core_agent(agent) && pipe_of(agent) == Pipe::S &&
         (touch.atomic || !touch.write);
}

/// Whether a later access that races with `a` would race with `b` as well.
bool ReferenceDetector::covers(const Touch& b, const Touch& a, std::uint64_t byte) const {
  if (b.atomic && !a.atomic) return false;  // another addition races with a alone
  if (is_flag(b) && !is_flag(a)) return false;
  if (b.write) return ordered(a, b, byte);
  if (a.write) return false;
  const Instruction& first = instructions_[a.instruction];
  const Instruction& second = instructions_[b.instruction];
  return ordered(a, b, byte) || (first.event.agent == second.event.agent &&
                                 (first.run == second.run || a.space != MemSpace::GM));
}

RacyPairs ReferenceDetector::racy_pairs() const {
  std::map<std::tuple<MemSpace, CoreId, std::uint64_t>, std::vector<const Touch*>> bytes;
  for (const Touch& touch : touches_) {
    const CoreId owner = touch.space == MemSpace::GM ? CoreId{0} : touch.core;
    int first, last;
    for (std::uint64_t byte = touch.span.lowest(); byte < touch.span.end(); ++byte) {
      if (touches(touch, byte, first, last)) bytes[{touch.space, owner, byte}].push_back(&touch);
    }
  }
  RacyPairs pairs;
  for (const auto& [where, list] : bytes) {
    const std::uint64_t byte = std::get<2>(where);
    for (std::size_t i = 0; i < list.size(); ++i) {
      for (std::size_t j = i + 1; j < list.size(); ++j) {
        const Touch& a = *list[i];
        const Touch& b = *list[j];
        const bool conflict =
            (a.write || b.write) && !(a.atomic && b.atomic) && !(is_flag(a) && is_flag(b));
        if (conflict && !ordered(a, b, byte)) {
          pairs.insert({instructions_[a.instruction].event.instruction,
                        instructions_[b.instruction].event.instruction});
        }
        if (covers(b, a, byte)) break;  // whoever comes now races with b as well
      }
    }
  }
  return pairs;
}

}  // namespace npusim::test
