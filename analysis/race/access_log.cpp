// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/access_log.h"

namespace npusim::analysis {

std::vector<AccessIndex> AccessLog::keep(const std::vector<bool>& used) {
  std::vector<AccessIndex> renumbered(size() + 1, kNoAccess);
  AccessIndex kept = 0;
  for (std::size_t old = 0; old < size(); ++old) {
    if (!used[old]) continue;
    if (kept != old) accesses_[kept] = accesses_[old];
    renumbered[old + 1] = ++kept;
  }
  accesses_.truncate(kept);
  return renumbered;
}

}  // namespace npusim::analysis
