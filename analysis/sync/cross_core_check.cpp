// SPDX-License-Identifier: Apache-2.0
#include "analysis/sync/cross_core_check.h"

#include <fmt/format.h>

#include "analysis/describe/fault_table.h"

namespace npusim::analysis {
namespace {

/// As many sets of one sender can be under way (see OrderModel).
constexpr std::size_t kMostSets = 32;

bool is_cross_core(FaultEvent::Kind kind) {
  return kind == FaultEvent::Kind::CrossCoreLost || kind == FaultEvent::Kind::CrossCoreOverflow ||
         kind == FaultEvent::Kind::CrossCoreShared || kind == FaultEvent::Kind::CrossCoreAhead ||
         kind == FaultEvent::Kind::CrossCoreLeft || kind == FaultEvent::Kind::CrossCoreSpare;
}

std::uint64_t key_of(AgentId agent, std::uint8_t id) { return std::uint64_t{agent} << 8 | id; }

/// By counter: the id alone, whatever the mode.
std::uint64_t counter_of(AgentId agent, std::uint8_t id) {
  return key_of(core_of(agent), unpacked_flag(id).id);
}

std::string text_of(const SyncEvent& wait) {
  if (wait.kind == SyncKind::CrossCoreWait) {
    return fmt::format("{} waits for cross-core flag {} from {}", core_name(core_of(wait.agent)),
                       unpacked_flag(wait.id).id, core_name(core_of(wait.peer)));
  }
  return fmt::format("{} waits for {}->{} EVENT_ID{}", agent_name(wait.agent),
                     name(pipe_of(wait.peer)), name(pipe_of(wait.agent)), wait.id);
}

}  // namespace

AccessSite CrossCoreCheck::site_of(const SyncEvent& event) const {
  AccessSite site = place_of(event.agent, event.block, tasks_);
  site.op.kind = event.kind == SyncKind::CrossCoreSet    ? Operation::Kind::SetMessage
                 : event.kind == SyncKind::CrossCoreWait ? Operation::Kind::WaitMessage
                                                         : Operation::Kind::WaitFlag;
  site.op.in_library = event.library;
  site.source = source_of(sources_, event.site);
  site.cycle = event.cycle;
  return site;
}

void CrossCoreCheck::on_sync(const SyncEvent& event) {
  if (event.kind == SyncKind::CrossCoreSet) {
    auto& sets = sets_[key_of(event.agent, event.id)];
    sets.push_back(event);
    if (sets.size() > kMostSets) sets.pop_front();
    return;
  }
  last_wait_[counter_of(event.agent, event.id)] = event;
  const auto found = sets_.find(key_of(event.peer, event.id));
  if (found == sets_.end()) return;
  for (const SyncEvent& set : found->second) {
    if (set.instance == event.instance) return judge_wait(set, event);
  }
}

void CrossCoreCheck::judge_wait(const SyncEvent& set, const SyncEvent& wait) {
  last_set_[counter_of(wait.agent, wait.id)] = set;
  const CrossCoreFlag flag = unpacked_flag(set.id);
  const bool same = flag.mode == CrossCoreMode::Everyone ? set.block.task == wait.block.task
                                                         : set.block == wait.block;
  if (same) return;
  const char* const hazard = "flag-of-earlier-kernel";
  list_.add(hazard, MemSpace::GM, set.site, 0, reinterpret_cast<std::uintptr_t>(wait.site), [&] {
    Finding finding;
    finding.check = "sync";
    finding.hazard = hazard;
    finding.first = site_of(set);
    finding.second = site_of(wait);
    finding.message = fmt::format(
        "{} waits for cross-core flag {}, and takes a set that block {} of {} left behind",
        core_text(finding.second), flag.id, finding.first.block, task_label(finding.first));
    finding.fix = "wait for every flag before the first kernel ends";
    rest_on(finding, "cross_core.balanced");
    return finding;
  });
}

/// The other place of a fault: the wait that is too late or missing, or the other sender's set.
const SyncEvent* CrossCoreCheck::partner(const FaultEvent& event) const {
  const auto receiver = static_cast<CoreId>(event.instruction & 0xFF);
  const auto id = static_cast<std::uint8_t>(event.instruction >> 8);
  const bool set_before = event.kind == FaultEvent::Kind::CrossCoreShared ||
                          event.kind == FaultEvent::Kind::CrossCoreAhead;
  const auto& events = set_before ? last_set_ : last_wait_;
  const auto found = events.find(counter_of(agent_of(receiver, Pipe::S), id));
  if (found == events.end() || !(found->second.block == event.block)) return nullptr;
  return &found->second;
}

bool CrossCoreCheck::on_fault(const FaultEvent& event) {
  if (!is_cross_core(event.kind)) return false;
  if (event.kind == FaultEvent::Kind::CrossCoreOverflow) {
    const auto receiver = static_cast<CoreId>(event.instruction & 0xff);
    lost_.insert(
        counter_of(agent_of(receiver, Pipe::S), static_cast<std::uint8_t>(event.instruction >> 8)));
  }
  const FaultInfo& fault = info(event.kind);
  list_.add(fault.hazard, MemSpace::GM, event.site, 0, 0, [&] {
    Finding finding = finding_of(event);
    finding.first = place_of(event.agent, event.block, tasks_);
    finding.first.op.kind = Operation::Kind::SetMessage;
    finding.first.source = source_of(sources_, event.site);
    finding.first.cycle = event.cycle;
    if (const SyncEvent* const other = partner(event)) finding.second = site_of(*other);
    return finding;
  });
  return true;
}

void CrossCoreCheck::describe_deadlock(const BlockedWait& wait, Finding& finding) const {
  finding.hazard = "deadlock";
  finding.message = "a cycle of waits over cores: ";
  for (const SyncEvent& member : wait.cycle) {
    finding.message +=
        fmt::format("{} ({}), ", text_of(member), source_text(sources_, member.site));
  }
  finding.message += fmt::format("and so on from {}", core_name(core_of(wait.event.agent)));
  finding.fix = "let one of them send before it waits";
  rest_on(finding, "cross_core.flag_orders");
}

Finding CrossCoreCheck::blocked(const BlockedWait& wait) const {
  const SyncEvent& event = wait.event;
  const CrossCoreFlag flag = unpacked_flag(event.id);
  Finding finding;
  finding.check = "sync";
  finding.first = site_of(event);
  finding.first.cycle = event.address;  // when the wait began
  const auto sent = static_cast<std::uint32_t>(event.bytes >> 32);
  const auto members = static_cast<std::uint32_t>(event.bytes);
  if (members != 0) {
    finding.hazard = "barrier-incomplete";
    finding.message = fmt::format(
        "{} waits for cross-core flag {} of mode {}, which {} of {} {}s have sent: the others of "
        "the "
        "launch return before it, or wait for a core themselves",
        core_text(finding.first), flag.id, static_cast<unsigned>(flag.mode), sent, members,
        kind_of(core_of(event.agent)) == CoreKind::AIC ? "AIC" : "AIV");
    finding.fix =
        "let every block that is launched come to the barrier, and launch no more than cores";
    rest_on(finding, "cross_core.everyone");
    return finding;
  }
  if (!wait.cycle.empty()) {
    describe_deadlock(wait, finding);
    return finding;
  }
  finding.hazard = "wait-without-set";
  rest_on(finding, "cross_core.flag_orders");
  if (lost_.contains(counter_of(event.agent, event.id))) {
    finding.message =
        fmt::format("{}, and what was sent is lost: the counter was full", text_of(event));
    finding.fix = "wait for a flag from the receiver (a credit) at the latest after 15 sets";
    return finding;
  }
  finding.message = fmt::format("{}, and nothing sends it", text_of(event));
  finding.fix = fmt::format(
      "ffts_cross_core_sync with id {} on the other core on every path to {}, or remove the wait",
      flag.id, anchor(finding.first));
  return finding;
}

}  // namespace npusim::analysis
