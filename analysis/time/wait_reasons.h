// SPDX-License-Identifier: Apache-2.0
// Why a pipe waits, in words: which flag, set where; whose queue; which memory.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "analysis/result/time_report.h"
#include "models/arch/event.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

class WaitReasons {
 public:
  /// Sets of flags are remembered.
  void add(const SyncEvent& event);

  /// Where the flag was set that `event` waited for; null: it waited for none, or for several.
  Site set_site(const TimeEvent& event) const;
  /// "MTE2->V EVENT_ID0, set at file:line"; empty if it is not one flag.
  std::string flag(const TimeEvent& event, const SourceLookup& sources) const;
  /// A sentence without its subject, the pipe: "waits for MTE2->V EVENT_ID0, set at file:line".
  std::string text(TimeUse use, const TimeEvent& event, const SourceLookup& sources) const;

 private:
  std::unordered_map<std::uint64_t, Site> set_sites_;  ///< by flag_key; only looked up
};

}  // namespace npusim::analysis
