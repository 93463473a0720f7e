// SPDX-License-Identifier: Apache-2.0
#include "analysis/time/wait_reasons.h"

#include <fmt/format.h>

#include "analysis/describe/site_text.h"
#include "analysis/time/flag_key.h"
#include "models/arch/cross_core_flag.h"
#include "models/arch/never_set.h"

namespace npusim::analysis {
namespace {

std::string name_of_flag(const TimeEvent& event) {
  if (event.between_cores && event.instance == kNeverSet) {
    return fmt::format("cross-core flag {}", event.id);
  }
  if (event.between_cores) {
    return fmt::format("{} of {}", to_string(unpacked_flag(event.id)),
                       kind_of(core_of(event.peer)) == CoreKind::AIC ? "AIC" : "AIV");
  }
  return fmt::format("{}->{} EVENT_ID{}", npusim::name(pipe_of(event.peer)),
                     npusim::name(pipe_of(event.agent)), event.id);
}

}  // namespace

void WaitReasons::add(const SyncEvent& event) {
  if (event.kind != SyncKind::SetFlag && event.kind != SyncKind::CrossCoreSet) return;
  set_sites_[flag_key(event)] = event.site;
}

Site WaitReasons::set_site(const TimeEvent& event) const {
  if (event.kind != TimeKind::Flag || event.instance == 0) return nullptr;
  const auto set = set_sites_.find(flag_key(event));
  return set == set_sites_.end() ? nullptr : set->second;
}

std::string WaitReasons::flag(const TimeEvent& event, const SourceLookup& sources) const {
  if (event.kind != TimeKind::Flag || event.instance == 0) return "";
  if (event.instance == kNeverSet) return name_of_flag(event) + ", never set";
  const std::string set_at = source_text(sources, set_site(event));
  return name_of_flag(event) + (set_at.empty() ? "" : ", set at " + set_at);
}

std::string WaitReasons::text(TimeUse use, const TimeEvent& event,
                              const SourceLookup& sources) const {
  switch (use) {
    case TimeUse::Busy:
      return "works";
    case TimeUse::Flag: {
      const std::string flag_text = flag(event, sources);
      return "waits for " + (flag_text.empty() ? "a flag" : flag_text);
    }
    case TimeUse::Barrier:
      return "waits until what came before is complete";
    case TimeUse::Queue:
      return fmt::format("waits for room in the queue of {}", npusim::name(pipe_of(event.peer)));
    case TimeUse::L2:
      return "waits for L2";
    case TimeUse::Hbm:
      return "waits for HBM";
    case TimeUse::Bank:
      return "waits for banks of UB";
    case TimeUse::FrontEnd:
      return event.kind == TimeKind::Code ? "waits for the kernel's code"
                                          : "has been given nothing by the scalar unit";
    case TimeUse::Dispatch:
      return "has no block; another one will come";
    case TimeUse::Idle:
      return "has no block any more";
  }
  return "";
}

}  // namespace npusim::analysis
