// SPDX-License-Identifier: Apache-2.0
#include "analysis/result/own_limits.h"

#include <fmt/format.h>

#include "analysis/describe/site_text.h"

namespace npusim::analysis {

void add_own_limits(const std::vector<FaultEvent>& faults, const SourceLookup& sources,
                    RunReport& report) {
  for (const FaultEvent& fault : faults) {
    if (fault.kind == FaultEvent::Kind::NotModelled) {
      const std::string source = source_text(sources, fault.site);
      report.lost.push_back(source.empty() ? fault.text
                                           : fmt::format("{}: {}", source, fault.text));
    } else if (fault.kind == FaultEvent::Kind::InternalError) {
      report.internal_error = fault.text;
    }
  }
}

}  // namespace npusim::analysis
