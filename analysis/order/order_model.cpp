// SPDX-License-Identifier: Apache-2.0
#include "analysis/order/order_model.h"

#include <algorithm>

namespace npusim::analysis {
namespace {

std::uint64_t flag_key(AgentId from, AgentId to, unsigned id) {
  return std::uint64_t{from} << 32 | std::uint64_t{to} << 8 | id;
}

/// Rounds of one flag between cores that can be under way: a counter holds 15, as many may be open,
/// and one is being sent and one consumed.
constexpr std::size_t kMostRounds = 32;

}  // namespace

OrderModel::OrderModel(const Knobs& knobs, EdgeSet enabled)
    : fin_waits_stores_(knobs.task_fin_waits_stores != 0), enabled_(enabled), tasks_(enabled) {
  current_runs_.fill(kNoRun);
  foreign_runs_.fill(kNoRun);
}

/// The frontier of an agent that does something of `run`: what it knew of other runs in an earlier
/// one is no order in this one, because nothing says that the two run on the same core.
Frontier& OrderModel::frontier_in(RunId run, AgentId agent) {
  if (foreign_runs_[agent] != run) {
    foreign_runs_[agent] = run;
    frontiers_[agent].foreign = run == kNoRun ? nullptr : runs_[run].foreign_at_start;
  }
  return frontiers_[agent];
}

void OrderModel::on_issue(const IssueEvent& event) {
  const CoreId core = core_of(event.agent);
  Issued issued{event.instruction, current_runs_[core], {}};
  if (enabled(Edge::Issue)) issued.front_end = carry(Edge::Issue, agent_of(core, Pipe::S));
  queues_[event.agent].push_back(std::move(issued));
}

OrderModel::Start OrderModel::on_instruction(const InstructionEvent& event) {
  Start start;
  start.ordinal = ++counts_[event.agent];
  if (!is_core_agent(event.agent)) return start;
  const CoreId core = core_of(event.agent);
  start.run = current_runs_[core];
  if (!enabled(Edge::Queue)) frontiers_[event.agent] = {};
  auto& queue = queues_[event.agent];
  const bool queued = pipe_of(event.agent) != Pipe::S && !queue.empty() &&
                      queue.front().instruction == event.instruction;
  if (queued) start.run = queue.front().run;
  Frontier& frontier = frontier_in(start.run, event.agent);
  if (queued) {
    frontier.join(queue.front().front_end);
    queue.pop_front();
  }
  if (pipe_of(event.agent) == Pipe::V) {
    start.stream_cycle = stream_cycles_[core];
    stream_cycles_[core] += std::uint64_t{event.repeats} * event.repeat_cycles;
  }
  return start;
}

void OrderModel::on_sync(const SyncEvent& event) {
  if (is_core_agent(event.agent) && event.kind != SyncKind::TaskStart) {
    frontier_in(current_runs_[core_of(event.agent)], event.agent);
  }
  switch (event.kind) {
    case SyncKind::SetFlag:
      return send(event);
    case SyncKind::WaitFlag:
      return receive(event);
    case SyncKind::PipeBarrier:
      return pass(Edge::PipeBarrier, event.agent);
    case SyncKind::BarrierAll:
      return pass(Edge::BarrierAll, event.agent);
    case SyncKind::CrossCoreSet:
      return send_message(event);
    case SyncKind::CrossCoreWait:
      return receive_message(event);
    case SyncKind::AtomicUpdate:
      return update_word(event);
    case SyncKind::AtomicRead:
      return read_word(event);
    case SyncKind::BarrierArrive:
    case SyncKind::BarrierLeave:
      return pass_barrier(event);
    case SyncKind::CacheClean:
    case SyncKind::MessageWords:
      return;
    case SyncKind::StoreFence:
      if ((event.id & 1) != 0) pass(Edge::FenceGm, event.agent);
      if ((event.id & 2) != 0) pass(Edge::FenceUb, event.agent);
      return;
    case SyncKind::TaskStart:
      return start_run(event);
    case SyncKind::TaskEnd:
      return end_run(event);
  }
}

void OrderModel::on_task_description(const TaskDescription& event,
                                     std::uint32_t orchestrator_accesses) {
  tasks_.submit(event.task, orchestrator_accesses);
  heap_.submit(event.task, event.ring);
}

void OrderModel::on_buffer(const BufferEvent& event) {
  if (event.kind == BufferEvent::Kind::HeapAllocated && enabled(Edge::HeapReuse)) {
    heap_.allocate(event);
  }
}

/// What `edge` tells its receiver when `from` sends it now: the sender's own knowledge, and what
/// the table says is complete.
Frontier OrderModel::carry(Edge edge, AgentId from) const {
  Frontier frontier = frontiers_[from];
  Clock& clock = frontier.clock;
  const CoreId core = core_of(from);
  const AgentId front_end = agent_of(core, Pipe::S);
  // The scalar unit's own work is done when it goes on, but for its stores.
  if (from == front_end) clock[lane(Pipe::S)] = counts_[from];
  switch (info(edge).completes) {
    case Completes::Nothing:
      break;
    case Completes::ThisPipe:
      clock[lane(pipe_of(from))] = counts_[from];
      if (from == front_end) clock[Lane::UbStores] = counts_[from];
      break;
    case Completes::EveryPipe:
      complete_every_pipe(frontier, core);
      break;
    case Completes::UbStores:
      clock[Lane::UbStores] = counts_[front_end];
      break;
    case Completes::GmStores:
      clock[Lane::VisibleS] = counts_[front_end];
      clock[Lane::OwnMTE3] = clock[Lane::VisibleMTE3] = clock[lane(Pipe::MTE3)];
      clock[Lane::OwnFIX] = clock[Lane::VisibleFIX] = clock[lane(Pipe::FIX)];
      break;
    case Completes::Fin:
      if (!fin_waits_stores_) break;
      clock[Lane::VisibleMTE3] = clock[lane(Pipe::MTE3)];
      clock[Lane::VisibleFIX] = clock[lane(Pipe::FIX)];
      break;
  }
  return frontier;
}

void OrderModel::complete_every_pipe(Frontier& frontier, CoreId core) const {
  for (unsigned number = 0; number < kPipeCount; ++number) {
    const Pipe pipe = static_cast<Pipe>(number);
    if (pipe == Pipe::ALL) continue;
    const AgentId agent = agent_of(core, pipe);
    if (foreign_runs_[agent] == current_runs_[core]) {
      frontier.join(frontiers_[agent]);
    } else {
      frontier.clock.join(frontiers_[agent].clock);
    }
    frontier.clock[lane(pipe)] = counts_[agent];
  }
  Clock& clock = frontier.clock;
  clock[Lane::UbStores] = counts_[agent_of(core, Pipe::S)];
  clock[Lane::OwnMTE3] = counts_[agent_of(core, Pipe::MTE3)];
  clock[Lane::OwnFIX] = counts_[agent_of(core, Pipe::FIX)];
}

/// A turn of unit flags that is older than this many others has been turned back since: L0C has
/// 256.
constexpr std::size_t kMostUnitTurns = 256;

void OrderModel::send(const SyncEvent& event) {
  auto& sets = sent_[flag_key(event.agent, event.peer, event.id)];
  sets.push_back(
      {event.instance, carry(Edge::SetToWait, event.agent), current_runs_[core_of(event.agent)]});
  if (event.id == kUnitFlagId && sets.size() > kMostUnitTurns) sets.erase(sets.begin());
}

void OrderModel::receive(const SyncEvent& event) {
  const auto found = sent_.find(flag_key(event.peer, event.agent, event.id));
  if (found == sent_.end()) return;
  auto& sets = found->second;
  const auto set = std::find_if(sets.begin(), sets.end(),
                                [&](const Sent& sent) { return sent.instance == event.instance; });
  if (set == sets.end()) return;
  if (enabled(Edge::SetToWait)) frontiers_[event.agent].join(set->frontier);
  // What one product hands over may leave by several stores.
  if (event.id != kUnitFlagId) sets.erase(set);
}

/// The message is issued like an instruction, and so is after what the front end had waited for.
void OrderModel::send_message(const SyncEvent& event) {
  RunId run = current_runs_[core_of(event.agent)];
  auto& queue = queues_[event.agent];
  if (event.address != 0 && !queue.empty() && queue.front().instruction == event.address) {
    run = queue.front().run;
    frontier_in(run, event.agent).join(queue.front().front_end);
    queue.pop_front();
  }
  // In a part of a trace the run may be unknown.
  if (!enabled(Edge::CrossCore) || run == kNoRun || event.instance == 0) return;
  const Frontier sent = carry(Edge::CrossCore, event.agent);
  auto& rounds = rounds_[channel_of(core_of(event.agent), event.id)];
  auto round = std::find_if(rounds.rbegin(), rounds.rend(), [&](const Round& candidate) {
    return candidate.number == event.instance;
  });
  if (round == rounds.rend()) {
    rounds.push_back({event.instance, {}});
    if (rounds.size() > kMostRounds) rounds.pop_front();
    round = rounds.rbegin();
  }
  round->known.learn(sent.foreign);
  round->known.learn(run, sent.clock);
}

void OrderModel::receive_message(const SyncEvent& event) {
  if (event.instance == 0) return;
  const auto found = rounds_.find(channel_of(core_of(event.peer), event.id));
  if (found == rounds_.end()) return;
  for (const Round& round : found->second) {
    if (round.number == event.instance) return learn(event.agent, round.known.foreign);
  }
}

void OrderModel::update_word(const SyncEvent& event) {
  const RunId run = current_runs_[core_of(event.agent)];
  if (!enabled(Edge::AtomicFlag) || run == kNoRun) return;
  const Frontier known = carry(Edge::AtomicFlag, event.agent);
  for (std::uint64_t at = event.address / 4; at * 4 < event.address + event.bytes; ++at) {
    Frontier& word = words_[at];
    word.learn(known.foreign);
    word.learn(run, known.clock);
  }
}

void OrderModel::read_word(const SyncEvent& event) {
  for (std::uint64_t at = event.address / 4; at * 4 < event.address + event.bytes; ++at) {
    const auto word = words_.find(at);
    if (word != words_.end()) learn(event.agent, word->second.foreign);
  }
}

void OrderModel::pass_barrier(const SyncEvent& event) {
  const RunId run = current_runs_[core_of(event.agent)];
  if (!enabled(Edge::SoftBarrier) || run == kNoRun) return;
  if (event.bytes != 0) learn(event.agent, barriers_[event.bytes].foreign);
  if (event.address == 0) return;
  const Frontier known = carry(Edge::SoftBarrier, event.agent);
  Frontier& barrier = barriers_[event.address];
  barrier.learn(known.foreign);
  barrier.learn(run, known.clock);
}

/// Adds what is known of other runs; of those on its own core it says something of its own pipes.
void OrderModel::learn(AgentId front_end, const std::shared_ptr<const Foreign>& others) {
  if (others == nullptr) return;
  Frontier& frontier = frontiers_[front_end];
  frontier.learn(others);
  for (const auto& [run, clock] : *others) {
    if (runs_[run].core == core_of(front_end)) frontier.clock.join(clock);
  }
}

void OrderModel::pass(Edge edge, AgentId agent) {
  if (enabled(edge)) frontiers_[agent].join(carry(edge, agent));
}

/// Whether the run's end, and the ends of those that it knew of, say all that it knew: then the
/// order of tasks says the rest.
bool OrderModel::is_settled(const BlockRun& run) const {
  return run.foreign_at_end == nullptr ||
         std::all_of(run.foreign_at_end->begin(), run.foreign_at_end->end(),
                     [&](const auto& known) {
                       const BlockRun& other = runs_[known.first];
                       const TaskIndex task = other.block.task;
                       return other.ended && other.end.covers(known.second) &&
                              (task == run.block.task || tasks_.before(task, run.block.task));
                     });
}

void OrderModel::start_run(const SyncEvent& event) {
  const CoreId core = core_of(event.agent);
  const auto run = static_cast<RunId>(runs_.size());
  current_runs_[core] = run;
  runs_.push_back({event.block, core, false, {}, nullptr, nullptr});
  Frontier& front_end = frontier_in(run, event.agent);
  std::erase_if(runs_with_foreign_, [&](RunId earlier) {
    if (!is_settled(runs_[earlier])) return false;
    runs_[earlier].foreign_at_end.reset();
    return true;
  });
  for (const RunId earlier : runs_with_foreign_) {
    if (!tasks_.before(runs_[earlier].block.task, event.block.task)) continue;
    learn(event.agent, runs_[earlier].foreign_at_end);
  }
  runs_[run].foreign_at_start = front_end.foreign;
}

void OrderModel::end_run(const SyncEvent& event) {
  const RunId run = current_runs_[core_of(event.agent)];
  if (run == kNoRun) return;
  BlockRun& ended = runs_[run];
  ended.ended = true;
  if (!enabled(Edge::TaskEnd)) return;
  Frontier last = carry(Edge::TaskEnd, event.agent);
  ended.end = last.clock;
  ended.foreign_at_end = std::move(last.foreign);
  if (ended.foreign_at_end != nullptr) runs_with_foreign_.push_back(run);
}

}  // namespace npusim::analysis
