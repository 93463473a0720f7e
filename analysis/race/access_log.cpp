// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/access_log.h"

namespace npusim::analysis {

std::vector<AccessIndex> AccessLog::keep(const std::vector<bool>& used) {
  std::vector<AccessIndex> renumbered(size_ + 1, kNoAccess);
  AccessIndex kept = 0;
  for (std::size_t old = 0; old < size_; ++old) {
    if (!used[old]) continue;
    if (kept != old) place(kept) = place(old);
    renumbered[old + 1] = ++kept;
  }
  size_ = kept;
  return renumbered;
}

}  // namespace npusim::analysis
