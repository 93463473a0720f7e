// SPDX-License-Identifier: Apache-2.0
#include "analysis/memory/undefined_values.h"

#include <fmt/format.h>

#include "analysis/describe/site_text.h"

namespace npusim::analysis {

std::vector<Finding> UndefinedValues::findings() const {
  std::vector<Finding> all;
  for (const Value& value : values_) {
    Finding finding = value.finding;
    if (value.reaches_output) {
      finding.message += fmt::format("; the value reaches {} at {}", text_of(finding.second.range),
                                     anchor(finding.second));
    } else if (!value.decides.empty()) {
      finding.message += "; " + value.decides;
    } else if (value.copy) {
      continue;
    } else {
      finding.severity = Severity::Note;
      finding.message +=
          "; followed to the end of the run, the value reaches no output, no address and no branch";
    }
    all.push_back(std::move(finding));
  }
  return all;
}

}  // namespace npusim::analysis
