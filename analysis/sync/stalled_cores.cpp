// SPDX-License-Identifier: Apache-2.0
#include "analysis/sync/stalled_cores.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/describe/fault_table.h"
#include "models/arch/topology.h"

namespace npusim::analysis {

void StalledCores::on_sync(const SyncEvent& event) {
  if (!is_core_agent(event.agent)) return;
  const CoreId core = core_of(event.agent);
  // Not every fault of the kind stops its pipe: one that goes on was not.
  const auto stopped = stopped_.find(core);
  if (stopped != stopped_.end() && stopped->second == event.agent) stopped_.erase(stopped);
  if (event.kind == SyncKind::TaskStart) {
    running_[core] = event.block;
  } else if (event.kind == SyncKind::TaskEnd) {
    running_.erase(core);
  } else if (event.kind == SyncKind::CrossCoreWait && event.instance == 0) {
    wait_for_cores_.insert(core);
  }
}

void StalledCores::on_fault(const FaultEvent& event) {
  const FaultInfo& fault = info(event.kind);
  if (!fault.stops_core || fault.check != "mem" || !is_core_agent(event.agent)) return;
  stopped_.try_emplace(core_of(event.agent), event.agent);
}

bool StalledCores::follow_from_accesses() const {
  std::set<TaskIndex> tasks;
  for (const auto& [core, block] : running_) {
    if (stopped_.contains(core)) tasks.insert(block.task);
  }
  return !tasks.empty() && std::ranges::all_of(running_, [&](const auto& running) {
    const auto& [core, block] = running;
    return stopped_.contains(core) ||
           (wait_for_cores_.contains(core) && tasks.contains(block.task));
  });
}

std::string StalledCores::sentence() const {
  const std::string first = core_name(running_.begin()->first);
  if (running_.size() == 1) return fmt::format("the run stalls: {} never ends its block", first);
  return fmt::format("the run stalls: {} and {} more never end their blocks", first,
                     running_.size() - 1);
}

}  // namespace npusim::analysis
