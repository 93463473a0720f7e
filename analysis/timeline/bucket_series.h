// SPDX-License-Identifier: Apache-2.0
// Amounts over a time whose length is not known beforehand: a fixed number of equal buckets, twice
// as long whenever the time outgrows them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/arch/cycle.h"

namespace npusim::analysis {

class BucketSeries {
 public:
  static constexpr std::size_t kMaxBuckets = 512;

  explicit BucketSeries(std::size_t series) : amounts_(series) {}

  /// Adds 1 for each cycle of [begin, end).
  void add_cycles(std::size_t series, Cycle begin, Cycle end);
  /// Spreads `amount` evenly over [begin, end), or puts it at `begin` if that is empty. Whole
  /// numbers: the buckets' sum is exactly `amount`.
  void spread(std::size_t series, std::uint64_t amount, Cycle begin, Cycle end);

  Cycle bucket_cycles() const { return bucket_cycles_; }
  /// Amounts by bucket, up to the last in which anything was added to any series: a run that
  /// waits for a time-out has no more of them than one that ends.
  const std::vector<std::uint64_t>& buckets(std::size_t series) const { return amounts_[series]; }

 private:
  void make_room(Cycle last);

  Cycle bucket_cycles_ = 64;
  std::vector<std::vector<std::uint64_t>> amounts_;
};

}  // namespace npusim::analysis
