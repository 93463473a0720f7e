// SPDX-License-Identifier: Apache-2.0
// L2 and HBM behind the cores' ports: pieces, hits and misses, bandwidths, what makes room.
#include "models/memory/memory_timing.h"

#include <list>
#include <random>
#include <set>
#include <unordered_map>

#include "models/memory/l2_cache.h"
#include "models/timing/constants.h"
#include "tests/support/catch.h"

namespace npusim::test {
namespace {

Knobs small_cache() {
  Knobs knobs;
  knobs.gm_l2_size = 1;
  knobs.gm_bandwidth = 100;
  knobs.gm_l2_bandwidth = 400;
  return knobs;
}

MemoryTraffic rows(std::uint64_t address, std::uint32_t bytes, bool write = false) {
  return {{address, 1, bytes, 0}, write};
}

/// The same cache, as lists: sets of 16 lines in order of use.
class ReferenceCache {
 public:
  explicit ReferenceCache(std::uint64_t sets) : sets_(sets) {}
  std::uint64_t missed(std::uint64_t sector) {
    const std::uint64_t line = sector / 4;
    auto& set = lines_[line % sets_];
    const auto found = std::find(set.begin(), set.end(), line);
    if (found != set.end()) {
      set.erase(found);
    } else {
      if (set.size() == 16) {
        held_.erase(set.back());
        set.pop_back();
      }
      held_[line].clear();
    }
    set.push_front(line);
    return held_[line].insert(sector).second ? 128 : 0;
  }

 private:
  std::uint64_t sets_;
  std::unordered_map<std::uint64_t, std::list<std::uint64_t>> lines_;
  std::unordered_map<std::uint64_t, std::set<std::uint64_t>> held_;
};

}  // namespace

TEST_CASE("whole pieces are fetched as they are, others in lines", "[models][memory]") {
  const auto bytes = [](std::uint64_t address, std::uint64_t size) {
    const Pieces pieces = pieces_of(address, size);
    return pieces.end - pieces.begin;
  };
  CHECK(bytes(0, 128) == 128);
  CHECK(bytes(384, 640) == 640);
  CHECK(bytes(0, 64) == 512);
  CHECK(bytes(510, 512) == 1024);
  CHECK(bytes(24574, 2048) == 2560);
}

TEST_CASE("what L2 holds does not come from HBM again", "[models][memory]") {
  const auto memory = make_memory_timing(small_cache());
  const Served cold = memory->serve(0, rows(0, 4096));
  CHECK(cold.cycle == Approx(40.96));
  CHECK(cold.from_hbm);
  const Served warm = memory->serve(1000, rows(0, 4096));
  CHECK(warm.cycle == Approx(1010.24));
  CHECK_FALSE(warm.from_hbm);
  CHECK(memory->statistics().miss_bytes == 4096);
  CHECK(memory->statistics().hit_bytes == 4096);
}

TEST_CASE("what was written is in L2, and goes to HBM when it has to leave", "[models][memory]") {
  const auto memory = make_memory_timing(small_cache());
  memory->serve(0, rows(0, 512, true));
  CHECK_FALSE(memory->serve(100, rows(0, 512)).from_hbm);
  CHECK(memory->statistics().written_back_bytes == 0);
  for (std::uint64_t line = 1; line <= 16; ++line) {
    memory->serve(1000, rows(line << 16, 512));  // 128 sets of 512 bytes: the same set
  }
  CHECK(memory->statistics().written_back_bytes == 512);
}

TEST_CASE("HBM takes longer for what is written back than for what is read", "[models][memory]") {
  const auto memory = make_memory_timing(small_cache());
  memory->serve(0, rows(0, 512, true));
  const auto misses_at = [&memory](Cycle now, std::uint64_t line) {
    return memory->serve(now, rows(line << 16, 512)).cycle - static_cast<double>(now);
  };
  for (std::uint64_t line = 1; line < 16; ++line)
    CHECK(misses_at(line * 100, line) == Approx(5.12));
  CHECK(misses_at(1600, 16) == Approx(5.12 + timing::kHbmWrite * 5.12));
  CHECK(timing::kHbmWrite > 1);
}

TEST_CASE("a warm L2 holds at the start what comes first", "[models][memory]") {
  Knobs knobs = small_cache();
  knobs.set("gm.l2_start", "warm");
  const auto memory = make_memory_timing(knobs);
  CHECK_FALSE(memory->serve(0, rows(0, 1 << 20)).from_hbm);
  CHECK(memory->serve(10000, rows(1 << 20, 512)).from_hbm);
}

TEST_CASE("without L2 everything comes from HBM", "[models][memory]") {
  Knobs knobs = small_cache();
  knobs.gm_l2_size = 0;
  const auto memory = make_memory_timing(knobs);
  memory->serve(0, rows(0, 4096));
  CHECK(memory->serve(1000, rows(0, 4096)).cycle == Approx(1040.96));
}

TEST_CASE("requests wait for those before them", "[models][memory]") {
  const auto memory = make_memory_timing(small_cache());
  memory->serve(10, rows(0, 1024));
  CHECK(memory->serve(11, rows(4096, 1024)).cycle == Approx(10 + 20.48));
}

TEST_CASE("L2 misses as a cache of lists does", "[models][memory]") {
  std::mt19937_64 random(3);
  L2Cache cache(1 << 20, L2Start::Cold);
  ReferenceCache reference(128);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t sector = random() % 3 == 0 ? random() % 40000 : random() % 9000;
    L2Cache::Outcome outcome;
    cache.access(sector * 128, sector * 128 + 128, false, outcome);
    REQUIRE(outcome.missed_bytes == reference.missed(sector));
  }
}

}  // namespace npusim::test
