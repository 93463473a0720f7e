// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/retired_writers.h"

#include <algorithm>
#include <iterator>

namespace npusim {

void RetiredWriters::add(const port::TensorImage& written, TaskIndex task) {
  Version& version = versions_[static_cast<std::int64_t>(written.version)];
  const ElementRange range = elements_of(written);
  version.longest = std::max(version.longest, range.end - range.begin);
  version.by_begin[range.begin].push_back({written, task});
}

void RetiredWriters::lookup(const port::TensorImage& tensor,
                            const std::function<bool(TaskIndex, Overlap)>& visit) {
  const ElementRange range = elements_of(tensor);
  for (auto& [number, version] : versions_) {
    auto& writers = version.by_begin;
    const bool meets_all = static_cast<std::int64_t>(tensor.version) > number;
    const std::uint64_t first =
        meets_all || range.begin < version.longest ? 0 : range.begin - version.longest;
    auto end = meets_all ? writers.end() : writers.lower_bound(range.end);
    for (auto at = writers.lower_bound(first); at != end;) {
      std::erase_if(at->second, [&](const Writer& writer) {
        const Overlap overlap = overlap_with_writer(tensor, writer.written);
        return overlap != Overlap::None && visit(writer.task, overlap);
      });
      at = at->second.empty() ? writers.erase(at) : std::next(at);
    }
  }
}

}  // namespace npusim
