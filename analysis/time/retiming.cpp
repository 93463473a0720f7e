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
        std::lower_bound(ends_.begin(), ends_.end(), time,
                         [](const End& end, Cycle wanted) { return end.was < wanted; });
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

}  // namespace

/// One run, timed anew from its first event to its last.
class Retiming::Pass {
 public:
  explicit Pass(const Retiming& run) : run_(run) {}

  void move(const TimeEvent& event, bool is_free) {
    Moved& own = agents_[event.agent];
    own.append(event.cycle, is_free ? own.end() : std::max(own.end(), end_of(event, own)));
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
        const auto set =
            run_.set_cycles_.find(flag_key(event.peer, event.agent, event.id, event.instance));
        if (event.instance == 0 || set == run_.set_cycles_.end()) return lasting;
        return agents_[event.peer].at(set->second) + (event.cycle - set->second);
      }
      case TimeKind::Queue:
        return agents_[event.peer].at(event.cycle);
      case TimeKind::Barrier:
        return scalar ? all_pipes(event, lasting) : lasting;
      case TimeKind::Empty:
        if (scalar) return dispatched(event, lasting);
        return agents_[agent_of(core_of(event.agent), Pipe::S)].at(event.cycle);
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

void Retiming::add(const SyncEvent& event) {
  if (event.kind == SyncKind::SetFlag) {
    set_cycles_[flag_key(event.agent, event.peer, event.id, event.instance)] = event.cycle;
  } else if (event.kind == SyncKind::TaskEnd) {
    TaskEnd& end = ends_[event.block.task];
    if (event.cycle >= end.cycle) end = {event.cycle, event.agent};
  }
}

Cycle Retiming::cycles(Cycle cycles, const std::function<bool(const TimeEvent&)>& is_free) const {
  Pass pass(*this);
  Cycle last_was = 0;
  for (const TimeEvent& event : events_) {
    const bool waits = event.kind != TimeKind::Busy && event.kind != TimeKind::Empty;
    pass.move(event, waits && is_free(event));
    last_was = std::max(last_was, event.cycle);
  }
  // What comes after the last thing a core did takes as long as it did.
  return pass.end() + (cycles - std::min(cycles, last_was));
}

}  // namespace npusim::analysis
