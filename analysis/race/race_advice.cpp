// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/race_advice.h"

#include <fmt/format.h>

#include "analysis/describe/queue_ring.h"
#include "analysis/describe/site_text.h"
#include "analysis/order/pipe_order.h"
#include "analysis/race/task_advisor.h"

namespace npusim::analysis {
namespace {

const char* updates(AccessKind kind) {
  if (kind == AccessKind::AtomicMax) return "atomic maxima";
  return kind == AccessKind::AtomicMin ? "atomic minima" : "atomic additions";
}

using Sites = std::pair<const AccessSite&, const AccessSite&>;

std::string tensor_of(const AccessSite& site) {
  return site.range.tensor.empty() ? std::string(name(site.range.space)) : site.range.tensor;
}

/// "AIV 3 MTE2".
std::string pipe_and_core(const AccessSite& site) {
  return core_text(site) + " " + pipe_text(site);
}

bool is_vector_core(const AccessSite& site) {
  return is_core_agent(site.agent) && kind_of(core_of(site.agent)) == CoreKind::AIV;
}

RaceAdvice in_pipe(const Race& race, const Sites& sites) {
  const Pipe pipe = pipe_of(race.first.agent);
  if (race.first.path == AccessPath::WriteBack) {
    return {
        "fence.dsb", "dcci starts the write-back of the line; nothing waits until it is in GM",
        fmt::format("dsb(DSB_DDR) between {} and {}", anchor(sites.first), anchor(sites.second))};
  }
  const bool vector = pipe == Pipe::V;
  if (sites.first.source.known() && sites.first.source == sites.second.source) {
    return {
        vector && race.hazard == Hazard::RAW ? "v.no_interlock" : order_of(pipe).rule,
        fmt::format("{} overwrote {} bytes that {} still had to read or write: one call whose "
                    "result lies over its own operands, or two turns of a loop",
                    anchor(sites.first), race.end - race.begin, anchor(sites.second)),
        fmt::format("give the result of {} a buffer that overlaps none of its operands; if two "
                    "turns of a loop meet there on purpose, pipe_barrier(PIPE_{}) at the end of "
                    "its body",
                    anchor(sites.first), name(pipe))};
  }
  return {vector && race.hazard == Hazard::RAW ? "v.no_interlock" : order_of(pipe).rule,
          fmt::format("pipe {} starts the second before the first is complete{}", name(pipe),
                      vector ? ", and the repeats between them are too few" : ""),
          fmt::format("pipe_barrier(PIPE_{}) between {} and {}", name(pipe), anchor(sites.first),
                      anchor(sites.second))};
}

RaceAdvice between_pipes(const Race& race, const Sites& sites, const AdviceContext& context) {
  const Pipe from = pipe_of(race.first.agent), to = pipe_of(race.second.agent);
  const std::string id = context.flag_ids.free_id(race.first.block.task, from, to);
  const std::string pair = fmt::format("PIPE_{}, PIPE_{}, {}", name(from), name(to), id);
  const bool posted = from == Pipe::S && is_write(race.first) && race.first.space != MemSpace::GM;
  const bool reloads = race.first.space == MemSpace::GM && is_write(race.first) &&
                       race.second.effect == Effect::Read;
  return {
      posted ? "ub.scalar_store_posted" : "flag.orders",
      fmt::format("no flag from {} to {} between them{}", name(from), name(to),
                  posted ? "; scalar stores are posted, and being issued later is no order" : ""),
      fmt::format("set_flag({}) after {} and wait_flag({}) before {}{}", pair, anchor(sites.first),
                  pair, anchor(sites.second),
                  reloads ? "; whether the flag alone makes the store visible is contested "
                            "(gm.store_visible): pipe_barrier(PIPE_ALL) between them is enough "
                            "either way"
                          : "")};
}

/// Whether the kernel waited for the store before it ended: only its visibility is open.
bool drained_at_end(const Race& race, const OrderModel& model) {
  const Access& store = race.first;
  const Pipe pipe = pipe_of(store.agent);
  if (!is_write(store) || store.run == kNoRun || (pipe != Pipe::MTE3 && pipe != Pipe::FIX)) {
    return false;
  }
  return model.run(store.run).end[lane(pipe)] >= store.ordinal;
}

/// FIN is before the second access, and does not wait for the first: pipes drain at a barrier, a
/// line that was cleaned is on its way until a dsb.
RaceAdvice undrained(const Race& race, const AccessSite& first, const std::string& order) {
  const std::string missing = fmt::format("{}, but FIN of {} does not wait for {}", order,
                                          task_label(first), anchor(first));
  if (race.first.path == AccessPath::WriteBack) {
    return {"fence.dsb", missing,
            fmt::format("dsb(DSB_DDR) after the dcci, before the end of {}", task_label(first))};
  }
  return {"task.fin_no_drain", missing,
          fmt::format("pipe_barrier(PIPE_ALL) at the end of {}{}", task_label(first),
                      race.hazard == Hazard::WAR ? "" : ", or dsb(DSB_DDR)")};
}

/// The edge between two tasks is there, and does not reach the access.
RaceAdvice behind_an_edge(const Race& race, const AccessSite& first, const AccessSite& second,
                          const OrderModel& model) {
  if (drained_at_end(race, model)) {
    return {
        "task.fin_waits_stores",
        fmt::format("the edge {} -> {} is there, but FIN of {} waits for the store to leave the "
                    "core, not for its bytes to be in GM",
                    task_label(first), task_label(second), task_label(first)),
        fmt::format("dsb(DSB_DDR) at the end of {}", task_label(first))};
  }
  return undrained(
      race, first,
      fmt::format("the edge {} -> {} is there", task_label(first), task_label(second)));
}

/// The memory had one owner for the first task and has another for the second.
RaceAdvice across_owners(const Race& race, const AccessSite& first, const AccessSite& second,
                         const AdviceContext& context) {
  const std::string tensor = tensor_of(first);
  if (context.model.heap().before(race.first.block.task, race.second.block.task, race.begin)) {
    return undrained(race, first,
                     fmt::format("the memory of {} is given to {} once {} is done", tensor,
                                 tensor_of(second), task_label(first)));
  }
  return {"runtime.heap_reuse",
          fmt::format("the memory of {} is given to {} without waiting for {}, which is none of "
                      "its consumers that the runtime knows",
                      tensor, tensor_of(second), task_label(first)),
          fmt::format("make {} a consumer of {} (an argument in an automatic scope, or an explicit "
                      "dependency on the task that creates it), or close the creator's scope later",
                      task_label(first), tensor)};
}

RaceAdvice between_runs(const Race& race, const AccessSite& first, const AccessSite& second,
                        const AdviceContext& context) {
  const TaskIndex from = race.first.block.task, to = race.second.block.task;
  if (from == to && race.first.block.block == race.second.block.block) {
    const bool vector_pair = is_vector_core(first) && is_vector_core(second);
    return {"cross_core.flag_orders",
            fmt::format("{} before {}: the cores of a block run at the same time",
                        pipe_and_core(first), pipe_and_core(second)),
            fmt::format("ffts_cross_core_sync(PIPE_{}) with mode {} after {}, and wait_flag_dev of "
                        "its id before {}",
                        pipe_text(first), vector_pair ? 1 : 2, anchor(first), anchor(second))};
  }
  if (from == to) {
    std::string fix =
        "give each block its own bytes, or split the work into tasks that depend on each other";
    if (is_queue_access(first) && is_queue_access(second)) fix = with_ring_remedy(std::move(fix));
    return {"task.blocks_unordered",
            fmt::format("blocks {} and {} of {} run at the same time", first.block, second.block,
                        task_label(first)),
            std::move(fix)};
  }
  if (context.model.tasks().before(from, to)) {
    return behind_an_edge(race, first, second, context.model);
  }
  if (context.model.heap().changed_hands(from, to, race.begin)) {
    return across_owners(race, first, second, context);
  }
  TaskAdvice advice = advise(race, context.tasks, tensor_of(first));
  const bool past_ring = advice.rule == "runtime.alias_by_base_pointer" &&
                         (is_queue_access(first) || is_queue_access(second));
  return {advice.rule, std::move(advice.missing_edge),
          past_ring ? with_ring_remedy(std::move(advice.fix)) : std::move(advice.fix)};
}

RaceAdvice with_orchestrator(const Race& race, const Sites& sites, const AdviceContext& context) {
  TaskAdvice advice =
      advise_orchestrator(race, context.tasks, tensor_of(sites.first), anchor(sites.second));
  return {advice.rule, std::move(advice.missing_edge), std::move(advice.fix)};
}

RaceAdvice unordered(const Race& race, const Sites& sites, const AdviceContext& context) {
  if (!is_core_agent(race.first.agent) || !is_core_agent(race.second.agent)) {
    return with_orchestrator(race, sites, context);
  }
  if (race.first.space == MemSpace::GM && !race.same_run) {
    return between_runs(race, sites.first, sites.second, context);
  }
  if (race.first.agent == race.second.agent) return in_pipe(race, sites);
  return between_pipes(race, sites, context);
}

}  // namespace

RaceAdvice advise_race(const Race& race, const AccessSite& first, const AccessSite& second,
                       const AdviceContext& context) {
  switch (race.kind) {
    case RaceKind::Unordered:
      return unordered(race, {first, second}, context);
    case RaceKind::StoreVisibility:
      return {"gm.store_visible",
              "the flag orders the two instructions, but not the arrival of the store in GM",
              fmt::format("where the flag is not trusted: pipe_barrier(PIPE_ALL) or dsb(DSB_DDR) "
                          "between {} and {}, or keep the value in UB",
                          anchor(first), anchor(second))};
    case RaceKind::MessageVisibility:
      return {
          "cross_core.flag_no_fence",
          "the cross-core flag orders the two instructions, but not the arrival of the store in "
          "GM",
          fmt::format("where the flag is not trusted: wait for {} and dsb(DSB_DDR) after {}, "
                      "before the flag is sent",
                      pipe_text(first), anchor(first))};
    case RaceKind::Unpublished:
      if (race.same_run) {
        return {
            "dcache.not_coherent",
            fmt::format("the store stays in the data cache of {}, past which {} goes",
                        core_text(first), pipe_text(is_unpublished(race.second) ? first : second)),
            fmt::format("dcci of the line (CACHELINE_OUT) and dsb(DSB_DDR) between {} and {}",
                        anchor(first), anchor(second))};
      }
      return {"dcache.dirty_at_end",
              fmt::format("the store stays in the data cache of {} until the next task there",
                          core_text(first)),
              fmt::format("dcci of the line (CACHELINE_OUT) and dsb(DSB_DDR) after {}",
                          anchor(is_unpublished(race.second) ? second : first))};
    case RaceKind::StaleLine:
      return {"dcache.not_coherent",
              fmt::format("the data cache of {} holds the line from before the write",
                          core_text(second)),
              fmt::format("dcci of the line before {}", anchor(second))};
    case RaceKind::LineRewrite:
      return {"dcache.line_write_back",
              "the write-back of a dirty line rewrites its 64 bytes, the other's bytes included",
              "keep bytes that different cores or pipes write at least 64 bytes apart, or write "
              "them through UB and MTE3"};
    case RaceKind::SubBlock:
      return {"gm.sub_block_store",
              "two cores store parts of one 32-byte block of GM without an order",
              "cut the tensor at multiples of 32 bytes, or order the two stores"};
    case RaceKind::AtomicTypes:
      if (race.first.update != race.second.update) {
        return {"gm.atomic_order_free",
                fmt::format("{} and {} at the same bytes: the result depends on which comes first",
                            updates(race.first.update), updates(race.second.update)),
                "order the two, or give each kind bytes of its own"};
      }
      return {"gm.atomic_order_free",
              fmt::format("additions of {} and of {} to the same bytes: each takes what the other "
                          "left for its own type",
                          name(race.first.dtype), name(race.second.dtype)),
              "add in one type, or give each type bytes of its own"};
    case RaceKind::AtomicOrder:
      return {"gm.atomic_order_free", "the order of the additions is free",
              "sum into one buffer per writer and reduce in a fixed order"};
  }
  return {};
}

}  // namespace npusim::analysis
