// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/ordering.h"

#include <algorithm>

#include "analysis/order/pipe_order.h"
#include "analysis/race/vector_stream.h"
#include "models/arch/product_stream.h"

namespace npusim::analysis {
namespace {

bool accumulates_in_order(const Access& earlier, const Access& later) {
  return earlier.space == MemSpace::L0C && products_stream(earlier.span, later.span);
}

bool is_store_pipe(AgentId agent) {
  return is_core_agent(agent) && (pipe_of(agent) == Pipe::MTE3 || pipe_of(agent) == Pipe::FIX);
}

/// The lane that says a GM access is over for other cores.
Lane visible_lane(const Access& access) {
  const Pipe pipe = pipe_of(access.agent);
  if (!is_write(access)) return lane(pipe);
  if (pipe == Pipe::MTE3) return Lane::VisibleMTE3;
  if (pipe == Pipe::FIX) return Lane::VisibleFIX;
  return Lane::VisibleS;
}

/// Whether what the access does depends on the bytes it finds: a line that is rewritten was read.
bool observes(const Access& access) {
  return access.effect == Effect::Read || access.effect == Effect::Rewrite;
}

/// Whether what is known of other runs says that the access is over.
bool says_over(const Foreign* runs, const Access& access) {
  if (runs == nullptr) return false;
  const auto known = runs->find(access.run);
  return known != runs->end() && known->second[visible_lane(access)] >= access.ordinal;
}

Lane own_lane(const Access& access) {
  return pipe_of(access.agent) == Pipe::MTE3 ? Lane::OwnMTE3 : Lane::OwnFIX;
}

}  // namespace

Ordering::Ordering(const Knobs& knobs, const OrderModel& model)
    : interlock_(knobs.v_interlock == static_cast<std::int64_t>(Interlock::Repeat)),
      model_(model) {}

bool Ordering::before(const Access& earlier, const Access& later, const Frontier& knows,
                      std::uint64_t begin, std::uint64_t end) const {
  if (earlier.instruction != 0 && earlier.instruction == later.instruction) return true;
  if (!is_core_agent(earlier.agent) || !is_core_agent(later.agent)) {
    return before_aicpu(earlier, later, knows, begin);
  }
  // Memories of a core: its front end's program order holds from task to task too.
  if (earlier.space != MemSpace::GM || earlier.run == later.run) {
    return before_in_run(earlier, later, knows, begin, end);
  }
  return before_across_runs(earlier, later, knows, begin);
}

bool Ordering::depends_on_bytes(const Access& earlier, const Access& later,
                                const Frontier& knows) const {
  if (earlier.agent != later.agent || !is_core_agent(earlier.agent)) return false;
  const Pipe pipe = pipe_of(earlier.agent);
  return order_of(pipe).discipline == Discipline::Stream &&
         knows.clock[lane(pipe)] < earlier.ordinal;
}

bool Ordering::before_in_pipe(const Access& earlier, const Access& later, const Frontier& knows,
                              std::uint64_t begin, std::uint64_t end) const {
  const Pipe pipe = pipe_of(earlier.agent);
  const bool complete = knows.clock[lane(pipe)] >= earlier.ordinal;
  switch (order_of(pipe).discipline) {
    case Discipline::Serial:
      // A line may have been fetched before; one that was written back is in GM only after a fence.
      if (earlier.ordinal > later.ordinal) return false;
      return earlier.path != AccessPath::WriteBack || !observes(later) ||
             knows.clock[Lane::VisibleS] >= earlier.ordinal;
    case Discipline::Stream:
      return complete || (interlock_ && !is_write(later)) ||
             ordered_by_streaming(earlier, later, begin, end);
    case Discipline::Drain:
      return complete || (pipe == Pipe::M && accumulates_in_order(earlier, later));
  }
  return false;
}

bool Ordering::before_in_run(const Access& earlier, const Access& later, const Frontier& knows,
                             std::uint64_t begin, std::uint64_t end) const {
  if (earlier.agent == later.agent) return before_in_pipe(earlier, later, knows, begin, end);
  const Pipe pipe = pipe_of(earlier.agent);
  Lane needed = lane(pipe);
  if (is_write(earlier)) {
    if (earlier.space == MemSpace::GM) {
      if (is_unpublished(earlier)) return false;
      if (pipe == Pipe::S) needed = Lane::VisibleS;
      if (is_store_pipe(earlier.agent) && observes(later)) needed = own_lane(earlier);
    } else if (pipe == Pipe::S) {
      needed = Lane::UbStores;
    }
  }
  return knows.clock[needed] >= earlier.ordinal;
}

/// Whether the task graph, or the reuse of the memory at `address`, orders two runs.
bool Ordering::run_before(RunId earlier, RunId later, std::uint64_t address) const {
  const TaskIndex from = model_.run(earlier).block.task, to = model_.run(later).block.task;
  return model_.tasks().before(from, to) || model_.heap().before(from, to, address);
}

bool Ordering::before_one_of(RunId earlier, const Foreign* runs, std::uint64_t address) const {
  return runs != nullptr && std::any_of(runs->begin(), runs->end(), [&](const auto& known) {
           return run_before(earlier, known.first, address);
         });
}

/// Whether FIN of `run`, its own or one that knows of it through flags, says that it is complete.
bool Ordering::complete_at_end(const Access& earlier, RunId run, std::uint64_t address) const {
  const BlockRun& ended = model_.run(run);
  if (!ended.ended) return false;
  if (run == earlier.run) return ended.end[visible_lane(earlier)] >= earlier.ordinal;
  const Foreign* const others = ended.foreign_at_end.get();
  return says_over(others, earlier) || (complete_at_end(earlier, earlier.run, address) &&
                                        before_one_of(earlier.run, others, address));
}

bool Ordering::before_across_runs(const Access& earlier, const Access& later, const Frontier& knows,
                                  std::uint64_t address) const {
  if (is_unpublished(earlier)) return false;
  if (earlier.run == kNoRun || later.run == kNoRun) return false;
  // From a run that ends after it, through the task graph, to one that starts before `later`.
  const auto reaches = [&](RunId from) {
    return complete_at_end(earlier, from, address) &&
           (run_before(from, later.run, address) ||
            before_one_of(from, knows.foreign.get(), address));
  };
  if (says_over(knows.foreign.get(), earlier) || reaches(earlier.run)) return true;
  const std::vector<RunId>& others = model_.runs_with_foreign();
  return std::any_of(others.begin(), others.end(), reaches);
}

bool Ordering::before_aicpu(const Access& earlier, const Access& later, const Frontier& knows,
                            std::uint64_t address) const {
  const bool from_core = is_core_agent(earlier.agent);
  if (!from_core && !is_core_agent(later.agent)) return true;  // one thread touches tensors
  if (!from_core) {
    const auto submitted_later = [&](RunId run) {
      return model_.tasks().orchestrator_before(earlier.ordinal, model_.run(run).block.task);
    };
    if (later.run == kNoRun) return false;
    if (submitted_later(later.run)) return true;
    return knows.foreign != nullptr &&
           std::any_of(knows.foreign->begin(), knows.foreign->end(),
                       [&](const auto& known) { return submitted_later(known.first); });
  }
  if (is_unpublished(earlier) || earlier.run == kNoRun) return false;
  const auto waited_for = [&](RunId run) {
    const TaskIndex task = model_.run(run).block.task;
    return complete_at_end(earlier, run, address) &&
           (model_.tasks().orchestrator_waited_for(task) ||
            model_.heap().before(task, kNoTask, address));
  };
  const std::vector<RunId>& others = model_.runs_with_foreign();
  return waited_for(earlier.run) || std::any_of(others.begin(), others.end(), waited_for);
}

bool Ordering::rests_on_store_visibility(const Access& earlier, const Access& later,
                                         const Frontier& knows) const {
  if (earlier.space != MemSpace::GM || earlier.run != later.run || !is_store_pipe(earlier.agent) ||
      !observes(later)) {
    return false;
  }
  return knows.clock[lane(pipe_of(earlier.agent))] >= earlier.ordinal;
}

bool Ordering::rests_on_message(const Access& earlier, const Access& later,
                                const Frontier& knows) const {
  if (earlier.space != MemSpace::GM || earlier.run == later.run || !is_write(earlier) ||
      !is_store_pipe(earlier.agent) || knows.foreign == nullptr) {
    return false;
  }
  const auto known = knows.foreign->find(earlier.run);
  return known != knows.foreign->end() &&
         known->second[lane(pipe_of(earlier.agent))] >= earlier.ordinal;
}

}  // namespace npusim::analysis
