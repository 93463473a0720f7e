// SPDX-License-Identifier: Apache-2.0
#include "analysis/time/retiming.h"

#include <algorithm>

#include "analysis/time/flag_key.h"

namespace npusim::analysis {
namespace {

/// How the time of one agent has moved: piecewise, at the ends of what it did.
class Moved {
 public:
  Cycle was_end() const { return ends_.empty() ? 0 : ends_.back().was; }
  Cycle end() const { return ends_.empty() ? 0 : ends_.back().moved; }
  void append(Cycle was, Cycle is) { ends_.push_back({was, is}); }
  /// Where `time` of the run as it was is. After the last end, as far behind it as it was.
  Cycle at(Cycle time) const {
    const auto after =
        std::upper_bound(ends_.begin(), ends_.end(), time,
                         [](Cycle wanted, const End& end) { return wanted < end.was; });
    const End before = after == ends_.begin() ? End{0, 0} : *std::prev(after);
    const Cycle since = time - before.was;
    if (after == ends_.end()) return before.moved + since;
    return std::min(before.moved + since, after->moved);
  }

 private:
  struct End {
    Cycle was, moved;
  };
  std::vector<End> ends_;
};

bool same_wait(const TimeEvent& a, const TimeEvent& b) {
  return a.kind == TimeKind::Flag && a.agent == b.agent && a.cycle == b.cycle &&
         flag_key(a) == flag_key(b);
}

}  // namespace

/// One run, timed anew from its first event to its last.
class Retiming::Pass {
 public:
  explicit Pass(const Retiming& run) : run_(run) {}

  void move(const TimeEvent& event, bool is_free) {
    Moved& own = agents_[event.agent];
    const Cycle end = is_free ? own.end() : std::max(own.end(), end_of(event, own));
    if (event.cycle > event.begin || end > own.end()) own.append(event.cycle, end);
  }

  Cycle end() const {
    Cycle latest = 0;
    for (const auto& [agent, moved] : agents_) latest = std::max(latest, moved.end());
    return latest;
  }

 private:
  /// No earlier than what it waited for, as far behind it as it was.
  Cycle end_of(const TimeEvent& event, const Moved& own) {
    const Cycle lasting = own.end() + (event.cycle - event.begin);
    const bool scalar = pipe_of(event.agent) == Pipe::S;
    switch (event.kind) {
      case TimeKind::Flag: {
        const auto set = run_.sets_.find(flag_key(event));
        if (event.instance == 0 || set == run_.sets_.end()) return lasting;
        const auto& [cycle, reached] = set->second;
        const Moved& setter = agents_[event.peer];
        if (event.cycle == event.begin) return setter.at(reached) + run_.shortest_flag_;
        return setter.at(cycle) + (event.cycle - cycle);
      }
      case TimeKind::Queue:
        return agents_[event.peer].at(event.cycle);
      case TimeKind::Barrier:
        return scalar ? all_pipes(event, lasting) : lasting;
      case TimeKind::Empty:
        if (scalar) return dispatched(event, lasting);
        return agents_[agent_of(core_of(event.agent), Pipe::S)].at(event.cycle);
      case TimeKind::Busy: {
        const auto issued = run_.issued_.find(event.instruction);
        if (scalar || issued == run_.issued_.end()) return lasting;
        const Cycle begin = agents_[agent_of(core_of(event.agent), Pipe::S)].at(issued->second);
        return std::max(own.end(), begin) + (event.cycle - event.begin);
      }
      default:
        return lasting;
    }
  }

  /// The scalar unit waits for the pipe that is ready last.
  Cycle all_pipes(const TimeEvent& event, Cycle lasting) {
    Cycle was = 0, is = 0;
    for (unsigned i = 0; i < kPipeCount; ++i) {
      const auto pipe = static_cast<Pipe>(i);
      const auto found = agents_.find(agent_of(core_of(event.agent), pipe));
      if (pipe == Pipe::S || found == agents_.end()) continue;
      was = std::max(was, found->second.was_end());
      is = std::max(is, found->second.end());
    }
    if (was <= event.begin) return lasting;  // it waited for stores to land
    return is + (event.cycle - was);
  }

  /// A block starts when the runtime has seen the end of what its task needs.
  Cycle dispatched(const TimeEvent& event, Cycle lasting) {
    const TaskEnd* last = nullptr;
    const auto producers = run_.producers_.find(event.block.task);
    if (producers == run_.producers_.end()) return lasting;
    for (const TaskIndex producer : producers->second) {
      const auto end = run_.ends_.find(producer);
      if (end == run_.ends_.end() || end->second.cycle > event.cycle) continue;
      if (last == nullptr || end->second.cycle > last->cycle) last = &end->second;
    }
    if (last == nullptr || last->cycle <= event.begin) return lasting;
    return agents_[last->agent].at(last->cycle) + (event.cycle - last->cycle);
  }

  const Retiming& run_;
  std::map<AgentId, Moved> agents_;
};

void Retiming::add(const TimeEvent& event) {
  if (event.kind == TimeKind::Flag && event.instance != 0) {
    // The model tells that a wait is over before or behind what the wait took.
    while (!events_.empty() && events_.back().begin == event.cycle &&
           events_.back().agent == event.agent) {
      events_.pop_back();
    }
    const auto set = sets_.find(flag_key(event));
    if (set != sets_.end() && event.cycle >= set->second.reached) {
      shortest_flag_ = std::min(shortest_flag_, event.cycle - set->second.reached);
    }
  }
  // What stands behind a set waits until the set's promise is true.
  const auto last = last_sets_.find(event.agent);
  if (event.kind == TimeKind::Barrier && last != last_sets_.end()) {
    FlagSet& set = sets_[last->second];
    if (event.begin <= set.cycle + 1) set.reached = event.cycle;
  }
  events_.push_back(event);
}

bool Retiming::wants(SyncKind kind) {
  return kind == SyncKind::SetFlag || kind == SyncKind::CrossCoreSet ||
         kind == SyncKind::WaitFlag || kind == SyncKind::CrossCoreWait || kind == SyncKind::TaskEnd;
}

void Retiming::add(const SyncEvent& event) {
  switch (event.kind) {
    case SyncKind::SetFlag:
    case SyncKind::CrossCoreSet:
      sets_[flag_key(event)] = {event.cycle, event.cycle};
      last_sets_[event.agent] = flag_key(event);
      break;
    case SyncKind::WaitFlag:
    case SyncKind::CrossCoreWait:
      if (event.instance != 0) add_met_flag(event);
      break;
    case SyncKind::TaskEnd: {
      TaskEnd& end = ends_[event.block.task];
      if (event.cycle >= end.cycle) end = {event.cycle, event.agent};
      break;
    }
    default:
      break;
  }
}

void Retiming::add_met_flag(const SyncEvent& wait) {
  TimeEvent met;
  met.agent = wait.agent;
  met.kind = TimeKind::Flag;
  met.begin = met.cycle = wait.cycle;
  met.block = wait.block;
  met.site = wait.site;
  met.peer = wait.peer;
  met.between_cores = wait.kind == SyncKind::CrossCoreWait;
  met.id = wait.id;
  met.instance = wait.instance;
  if (events_.empty() || !same_wait(events_.back(), met)) events_.push_back(met);
}

Cycle Retiming::cycles(Cycle cycles, const std::function<bool(std::size_t)>& is_free) const {
  Pass pass(*this);
  Cycle last_was = 0;
  for (std::size_t i = 0; i < events_.size(); ++i) {
    const TimeEvent& event = events_[i];
    const bool waits = event.kind != TimeKind::Busy && event.kind != TimeKind::Empty;
    pass.move(event, waits && is_free(i));
    last_was = std::max(last_was, event.cycle);
  }
  // What comes after the last thing a core did takes as long as it did.
  return pass.end() + (cycles - std::min(cycles, last_was));
}

}  // namespace npusim::analysis
