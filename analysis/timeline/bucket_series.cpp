// SPDX-License-Identifier: Apache-2.0
#include "analysis/timeline/bucket_series.h"

#include <algorithm>

namespace npusim::analysis {

void BucketSeries::make_room(Cycle last) {
  while (last / bucket_cycles_ >= kMaxBuckets) {
    bucket_cycles_ *= 2;
    for (std::vector<std::uint64_t>& series : amounts_) {
      for (std::size_t i = 0; i < series.size(); i += 2) {
        series[i / 2] = series[i] + (i + 1 < series.size() ? series[i + 1] : 0);
      }
      series.resize((series.size() + 1) / 2);
    }
  }
  for (std::vector<std::uint64_t>& series : amounts_) {
    if (series.size() <= last / bucket_cycles_) series.resize(last / bucket_cycles_ + 1);
  }
}

void BucketSeries::add_cycles(std::size_t series, Cycle begin, Cycle end) {
  if (begin < end) spread(series, end - begin, begin, end);
}

void BucketSeries::spread(std::size_t series, std::uint64_t amount, Cycle begin, Cycle end) {
  end = std::max(end, begin + 1);
  make_room(end - 1);
  const double length = static_cast<double>(end - begin);
  // Cumulative shares, rounded down: each bucket gets the difference, and nothing is lost.
  const auto before = [&](Cycle at) -> std::uint64_t {
    if (at >= end) return amount;
    if (amount == end - begin) return at - begin;
    return static_cast<std::uint64_t>(static_cast<double>(amount) *
                                      (static_cast<double>(at - begin) / length));
  };
  for (Cycle at = begin; at < end;) {
    const Cycle next = std::min(end, (at / bucket_cycles_ + 1) * bucket_cycles_);
    amounts_[series][at / bucket_cycles_] += before(next) - before(at);
    at = next;
  }
}

}  // namespace npusim::analysis
