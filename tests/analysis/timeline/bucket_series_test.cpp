// SPDX-License-Identifier: Apache-2.0
#include "analysis/timeline/bucket_series.h"

#include <numeric>
#include <random>

#include "tests/support/catch.h"

using namespace npusim;
using analysis::BucketSeries;

namespace {

std::uint64_t sum(const std::vector<std::uint64_t>& amounts) {
  return std::accumulate(amounts.begin(), amounts.end(), std::uint64_t{0});
}

}  // namespace

TEST_CASE("cycles fall into the buckets in which they pass", "[analysis][bucket_series]") {
  BucketSeries series(1);
  const Cycle bucket = series.bucket_cycles();
  series.add_cycles(0, bucket - 10, 2 * bucket + 5);
  series.add_cycles(0, 3, 3);
  CHECK(series.buckets(0) == std::vector<std::uint64_t>{10, bucket, 5});
}

TEST_CASE("an amount without a time goes to its moment", "[analysis][bucket_series]") {
  BucketSeries series(2);
  const Cycle bucket = series.bucket_cycles();
  series.spread(1, 64, bucket, bucket);
  CHECK(series.buckets(1) == std::vector<std::uint64_t>{0, 64});
  CHECK(series.buckets(0) == std::vector<std::uint64_t>{0, 0});
}

TEST_CASE("an amount is spread evenly and nothing of it is lost", "[analysis][bucket_series]") {
  BucketSeries series(1);
  const Cycle bucket = series.bucket_cycles();
  series.spread(0, 1000, 0, 4 * bucket);
  CHECK(series.buckets(0) == std::vector<std::uint64_t>{250, 250, 250, 250});
  series.spread(0, 7, 0, 4 * bucket);
  CHECK(sum(series.buckets(0)) == 1007);
}

TEST_CASE("buckets reach to the last amount of any series, however long nothing happens after it",
          "[analysis][bucket_series]") {
  BucketSeries series(2);
  const Cycle bucket = series.bucket_cycles();
  series.spread(0, 7, bucket, bucket);
  series.add_cycles(1, 5 * bucket, 5 * bucket);  // no cycle at all
  CHECK(series.buckets(0) == std::vector<std::uint64_t>{0, 7});
  series.spread(1, 1, 2 * bucket, 2 * bucket);
  CHECK(series.buckets(0) == std::vector<std::uint64_t>{0, 7, 0});
}

TEST_CASE("buckets double when the time outgrows them, and keep what they have",
          "[analysis][bucket_series]") {
  std::mt19937 random(1);
  BucketSeries series(1);
  std::vector<std::pair<Cycle, Cycle>> all;
  Cycle now = 0;
  std::uint64_t total = 0;
  for (int i = 0; i < 2000; ++i) {
    now += random() % 300;
    const Cycle end = now + random() % 500;
    series.add_cycles(0, now, end);
    all.emplace_back(now, end);
    total += end - now;
  }
  const Cycle bucket = series.bucket_cycles();
  const auto amounts = series.buckets(0);
  REQUIRE(amounts.size() <= BucketSeries::kMaxBuckets);
  CHECK(sum(amounts) == total);
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    std::uint64_t expected = 0;
    for (const auto& [begin, end] : all) {
      const Cycle low = std::max<Cycle>(begin, i * bucket), high = std::min(end, (i + 1) * bucket);
      if (low < high) expected += high - low;
    }
    INFO("bucket " << i << " of " << bucket << " cycles");
    REQUIRE(amounts[i] == expected);
  }
}
