// SPDX-License-Identifier: Apache-2.0
#include "analysis/sync/sync_check.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "analysis/describe/fault_table.h"

namespace npusim::analysis {
namespace {

std::uint64_t key_of(AgentId from, AgentId to, unsigned id) {
  return std::uint64_t{from} << 32 | std::uint64_t{to} << 8 | id;
}

std::string flag_text(Pipe from, Pipe to, unsigned id) {
  if (id == kUnitFlagId) {
    return from == Pipe::M ? "unit flags of L0C to be set by mad"
                           : "unit flags of L0C to be cleared by the fix pipe";
  }
  return fmt::format("{}->{} EVENT_ID{}", name(from), name(to), id);
}

std::string flag_text(const SyncEvent& set) {
  return flag_text(pipe_of(set.agent), pipe_of(set.peer), set.id);
}

}  // namespace

AccessSite SyncCheck::site_of(const SyncEvent& event) const {
  AccessSite site = place_of(event.agent, event.block, tasks_);
  site.op.kind =
      event.kind == SyncKind::SetFlag ? Operation::Kind::SetFlag : Operation::Kind::WaitFlag;
  site.op.in_library = event.library;
  set_source(site, sources_, event.site);
  site.cycle = event.cycle;
  return site;
}

void SyncCheck::on_sync(const SyncEvent& event) {
  if (event.kind == SyncKind::CrossCoreSet || event.kind == SyncKind::CrossCoreWait) {
    const bool blocks = event.kind == SyncKind::CrossCoreWait && event.instance == 0;
    return blocks ? blocked_.add(event) : cross_core_.on_sync(event);
  }
  // Unit flags are turned back, not consumed.
  if (event.id == kUnitFlagId && (event.kind == SyncKind::SetFlag || event.instance != 0)) return;
  if (event.kind == SyncKind::SetFlag) {
    sets_[key_of(event.agent, event.peer, event.id)].push_back(event);
    return;
  }
  if (event.kind != SyncKind::WaitFlag) return;
  if (event.instance == 0) return blocked_.add(event);
  auto& sets = sets_[key_of(event.peer, event.agent, event.id)];
  const auto set = std::find_if(sets.begin(), sets.end(), [&](const SyncEvent& candidate) {
    return candidate.instance == event.instance;
  });
  if (set == sets.end()) return;
  judge_wait(*set, event);
  sets.erase(set);
}

void SyncCheck::judge_wait(const SyncEvent& set, const SyncEvent& wait) {
  const bool foreign_kernel = !(set.block == wait.block);
  if (!foreign_kernel && set.library == wait.library) return;
  const char* const hazard = foreign_kernel ? "flag-of-earlier-kernel" : "flag-crosses-library";
  const auto second = reinterpret_cast<std::uintptr_t>(wait.site);
  list_.add(hazard, MemSpace::UB, set.site, 0, second, [&] {
    Finding finding;
    finding.check = "sync";
    finding.hazard = hazard;
    finding.first = site_of(set);
    finding.second = site_of(wait);
    finding.message =
        foreign_kernel
            ? fmt::format(
                  "the wait for {} was satisfied by a set that an earlier kernel on this "
                  "core left behind",
                  flag_text(set))
            : fmt::format("the wait for {} was satisfied by a set {} a library instruction",
                          flag_text(set), set.library ? "inside" : "from outside");
    finding.fix = foreign_kernel ? "wait for the flag before the first kernel ends"
                                 : "use another event id, or wait before the library instruction";
    rest_on(finding, foreign_kernel ? "flag.drained_at_end" : "flag.library_id_zero");
    return finding;
  });
}

Finding SyncCheck::blocked(const BlockedWait& wait) const {
  const bool between_cores =
      std::any_of(wait.cycle.begin(), wait.cycle.end(),
                  [](const SyncEvent& member) { return member.kind == SyncKind::CrossCoreWait; });
  if (between_cores || wait.event.kind == SyncKind::CrossCoreWait) return cross_core_.blocked(wait);
  const auto waits_for = [](const SyncEvent& event) {
    return fmt::format("{} waits for {}", name(pipe_of(event.agent)),
                       flag_text(pipe_of(event.peer), pipe_of(event.agent), event.id));
  };
  Finding finding;
  finding.check = "sync";
  finding.first = site_of(wait.event);
  // Such a wait is reported when the run ends, with the cycle at which it began.
  if (wait.event.address != 0) finding.first.cycle = wait.event.address;
  const Pipe from = pipe_of(wait.event.peer), to = pipe_of(wait.event.agent);
  const std::string set =
      fmt::format("set_flag(PIPE_{}, PIPE_{}, EVENT_ID{})", name(from), name(to), wait.event.id);
  if (!wait.cycle.empty()) {
    finding.hazard = "deadlock";
    finding.message = "a cycle of waits: ";
    for (const SyncEvent& member : wait.cycle) {
      finding.message +=
          fmt::format("{} ({}), ", waits_for(member), source_text(sources_, member.site));
    }
    finding.message += fmt::format("and so on from {}", name(to));
    finding.fix = fmt::format(
        "{} before {}, from where it does not wait itself (before a loop, "
        "for its first turn)",
        set, anchor(finding.first));
    rest_on(finding, "flag.orders");
    return finding;
  }
  finding.hazard = "wait-without-set";
  if (wait.event.id == kUnitFlagId) {
    finding.message = waits_for(wait.event) + ", and nothing does so";
    finding.fix = from == Pipe::M
                      ? fmt::format("unitFlag 3 at the last mad before {}, of the same part of L0C",
                                    anchor(finding.first))
                      : fmt::format(
                            "unitFlag 3 at the last store of this part of L0C before {}, or "
                            "set_fpc with bit 63",
                            anchor(finding.first));
    rest_on(finding, "flag.orders");
    return finding;
  }
  finding.message = fmt::format("{}, and nothing sets it", waits_for(wait.event));
  for (unsigned id = 0; id < kEventIdCount; ++id) {
    const auto others = sets_.find(key_of(wait.event.peer, wait.event.agent, id));
    if (others == sets_.end() || others->second.empty()) continue;
    finding.message += fmt::format("; {} is set at {} and not waited for", flag_text(from, to, id),
                                   source_text(sources_, others->second.front().site));
  }
  finding.fix =
      fmt::format("{} on every path to {}, or remove the wait", set, anchor(finding.first));
  rest_on(finding, "flag.per_pipe_pair");
  return finding;
}

std::vector<Finding> SyncCheck::findings() const {
  std::vector<Finding> all = list_.findings();
  all.insert(all.end(), cross_core_.findings().begin(), cross_core_.findings().end());
  std::map<std::tuple<std::string, SourcePlace, std::string>, std::size_t> seen;
  for (const BlockedWait& wait : blocked_.roots()) {
    Finding finding = blocked(wait);
    // The blocks of a task stand at the same wait: one finding. Between cores its sentence has
    // their names.
    const bool cross_core = wait.event.kind == SyncKind::CrossCoreWait;
    const auto [found, fresh] = seen.try_emplace(
        {finding.hazard, finding.first.source, cross_core ? "" : finding.message}, all.size());
    if (fresh) {
      all.push_back(std::move(finding));
    } else {
      ++all[found->second].count;
    }
  }
  return all;
}

void SyncCheck::on_fault(const FaultEvent& event) {
  if (cross_core_.on_fault(event)) return;
  const FaultInfo& fault = info(event.kind);
  if (fault.stops_core) blocked_.core_stopped(event.agent);
  if (fault.check != "sync" && fault.check != "stall") return;
  // A fault without a line is told apart by what it says and by its task.
  const std::uint64_t detail =
      event.site != nullptr ? 0 : std::hash<std::string>{}(event.text) ^ event.block.task;
  list_.add(fault.hazard, MemSpace::UB, event.site, 0, detail, [&] {
    Finding finding = finding_of(event);
    finding.first = place_of(event.agent, event.block, tasks_);
    set_source(finding.first, sources_, event.site);
    finding.first.cycle = event.cycle;
    return finding;
  });
}

}  // namespace npusim::analysis
