// SPDX-License-Identifier: Apache-2.0
#include "analysis/sync/sync_check.h"

#include <algorithm>

#include <fmt/format.h>

namespace npusim::analysis {
namespace {

/// How each kind of fault appears. Faults of other checks have no row.
struct FaultRow {
  FaultEvent::Kind kind;
  const char* check;
  const char* hazard;
  const char* rule;
  const char* fix;
};
constexpr FaultRow kFaults[] = {
    {FaultEvent::Kind::FlagLeak, "sync", "flag-leak", "flag.drained_at_end",
     "wait for the flag before the kernel ends"},
    {FaultEvent::Kind::FlagOverrun, "sync", "flag-overrun", "flag.binary",
     "wait for the flag before setting it again, or use another event id"},
    {FaultEvent::Kind::ModeLeak, "sync", "mode-leak", "core.mode_restored",
     "restore the default mode before the kernel ends"},
    {FaultEvent::Kind::BadEventId, "sync", "bad-event-id", "flag.per_pipe_pair",
     "use EVENT_ID0 to EVENT_ID7"},
    {FaultEvent::Kind::MissingPipe, "sync", "missing-pipe", "pipe.in_order_issue",
     "name a pipe that this kind of core has"},
    {FaultEvent::Kind::DirtyCache, "sync", "dirty-cache", "dcache.dirty_at_end",
     "dcci (CACHELINE_OUT) and dsb(DSB_DDR) before the kernel ends"},
    {FaultEvent::Kind::Trap, "stall", "trap", "pipe.front_end_order",
     "look at the condition under which the kernel traps"},
};

std::uint64_t key_of(AgentId from, AgentId to, unsigned id) {
  return std::uint64_t{from} << 32 | std::uint64_t{to} << 8 | id;
}

std::string flag_text(const SyncEvent& set) {
  return fmt::format("{}->{} EVENT_ID{}", name(pipe_of(set.agent)), name(pipe_of(set.peer)), set.id);
}

}  // namespace

AccessSite SyncCheck::site_of(const SyncEvent& event) const {
  AccessSite site = place_of(event.agent, event.block, tasks_);
  site.op = event.kind == SyncKind::SetFlag ? "set_flag" : "wait_flag";
  if (event.library) site.op += " (library)";
  site.source = source_text(sources_, event.site);
  site.cycle = event.cycle;
  return site;
}

void SyncCheck::on_sync(const SyncEvent& event) {
  if (event.kind == SyncKind::SetFlag) {
    sets_[key_of(event.agent, event.peer, event.id)].push_back(event);
    return;
  }
  if (event.kind != SyncKind::WaitFlag) return;
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
            ? fmt::format("the wait for {} was satisfied by a set that an earlier kernel on this "
                          "core left behind",
                          flag_text(set))
            : fmt::format("the wait for {} was satisfied by a set {} a library instruction", flag_text(set),
                          set.library ? "inside" : "from outside");
    finding.fix = foreign_kernel ? "wait for the flag before the first kernel ends"
                                 : "use another event id, or wait before the library instruction";
    rest_on(finding, foreign_kernel ? "flag.drained_at_end" : "flag.library_id_zero");
    return finding;
  });
}

void SyncCheck::on_fault(const FaultEvent& event) {
  const auto row = std::find_if(std::begin(kFaults), std::end(kFaults),
                                [&](const FaultRow& fault) { return fault.kind == event.kind; });
  if (row == std::end(kFaults)) return;
  // A fault without a line is told apart by what it says and by its task.
  const std::uint64_t detail =
      event.site != nullptr ? 0 : std::hash<std::string>{}(event.text) ^ event.block.task;
  list_.add(row->hazard, MemSpace::UB, event.site, 0, detail, [&] {
    Finding finding;
    finding.check = row->check;
    finding.hazard = row->hazard;
    finding.first = place_of(event.agent, event.block, tasks_);
    finding.first.source = source_text(sources_, event.site);
    finding.first.cycle = event.cycle;
    finding.message = event.text;
    finding.fix = row->fix;
    rest_on(finding, row->rule);
    return finding;
  });
}

}  // namespace npusim::analysis
