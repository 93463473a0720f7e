// SPDX-License-Identifier: Apache-2.0
// Who receives a flag between cores, and when: the three modes, both directions, four-bit counters,
// what is lost, shared and left (intrinsics.md 3.2).
#include "models/core/cross_core_flags.h"

#include "tests/support/catch.h"

using namespace npusim;

namespace {

constexpr CoreId kCube = 1, kVector0 = 26, kVector1 = 27;  // of cluster 1
constexpr ClusterPlaces kAll = 7;

class Unit {
 public:
  explicit Unit(ClusterPlaces places = kAll, std::uint32_t blocks = 1, TaskIndex task = 0) {
    begin(places, blocks, task);
  }
  void begin(ClusterPlaces places, std::uint32_t blocks, TaskIndex task) {
    task_ = task;
    for (std::uint32_t block = 0; block < blocks; ++block) {
      for (const ClusterPlace place : kClusterPlaces) {
        if (!has(places, place)) continue;
        flags.begin_block(core_at(1 + block, place), {task, static_cast<std::int32_t>(block)},
                          {places, {blocks, 2 * blocks}, true});
      }
    }
  }
  CrossCoreFlags::Receipt send(CoreId core, CrossCoreMode mode, std::uint8_t id,
                               Pipe pipe = Pipe::MTE3) {
    return flags.send({{mode, id},
                       agent_of(core, pipe),
                       {task_, static_cast<std::int32_t>(cluster_of(core)) - 1},
                       nullptr,
                       0});
  }
  /// Whether a set is there for the core; takes it.
  bool take(CoreId core, unsigned id) {
    if (flags.count(core, id) == 0) return false;
    flags.wait(core, id);
    return true;
  }

  CrossCoreFlags flags;

 private:
  TaskIndex task_ = 0;
};

}  // namespace

TEST_CASE("mode 2 goes from the cube core to each of its vector cores", "[cross_core]") {
  Unit unit;
  unit.send(kCube, CrossCoreMode::Cluster, 3);
  CHECK(unit.take(kVector0, 3));
  CHECK(unit.take(kVector1, 3));
  CHECK_FALSE(unit.take(kVector0, 3));
  CHECK_FALSE(unit.take(kCube, 3));
}

TEST_CASE("mode 2 reaches the cube core when all vector cores have sent", "[cross_core]") {
  Unit unit;
  unit.send(kVector0, CrossCoreMode::Cluster, 3);
  CHECK_FALSE(unit.take(kCube, 3));
  unit.send(kVector0, CrossCoreMode::Cluster, 3);
  CHECK_FALSE(unit.take(kCube, 3));
  unit.send(kVector1, CrossCoreMode::Cluster, 3);
  CHECK(unit.take(kCube, 3));
  CHECK_FALSE(unit.take(kCube, 3));
  unit.send(kVector1, CrossCoreMode::Cluster, 3);
  CHECK(unit.take(kCube, 3));
}

TEST_CASE("in a block with one vector core mode 2 waits for that one", "[cross_core]") {
  Unit unit(only(ClusterPlace::AIC) | only(ClusterPlace::AIV0));
  unit.send(kVector0, CrossCoreMode::Cluster, 3);
  CHECK(unit.take(kCube, 3));
  CHECK(unit.send(kVector0, CrossCoreMode::Pair, 3).no_receiver);
}

TEST_CASE("mode 1 is a barrier of the two vector cores", "[cross_core]") {
  Unit unit;
  unit.send(kVector1, CrossCoreMode::Pair, 5);
  CHECK_FALSE(unit.take(kVector0, 5));
  CHECK(unit.flags.partial(kVector1, 5).sent == 1);
  CHECK(unit.flags.partial(kVector1, 5).members == 2);
  unit.send(kVector0, CrossCoreMode::Pair, 5);
  CHECK(unit.take(kVector0, 5));
  CHECK(unit.take(kVector1, 5));
}

TEST_CASE("mode 0 is a barrier of all cores of a kind that were launched", "[cross_core]") {
  Unit unit(kAll, 3);
  for (const CoreId cube : {CoreId{1}, CoreId{3}}) unit.send(cube, CrossCoreMode::Everyone, 11);
  CHECK_FALSE(unit.take(CoreId{1}, 11));
  CHECK(unit.flags.partial(CoreId{1}, 11).members == 3);
  unit.send(CoreId{2}, CrossCoreMode::Everyone, 11);
  for (const CoreId cube : {CoreId{1}, CoreId{2}, CoreId{3}}) CHECK(unit.take(cube, 11));
  CHECK_FALSE(unit.take(kVector0, 11));
}

TEST_CASE("a counter holds fifteen sets", "[cross_core]") {
  Unit unit;
  for (unsigned i = 0; i < kMostCrossCoreSets; ++i) {
    CHECK(unit.send(kCube, CrossCoreMode::Cluster, 0).overflown.empty());
  }
  CHECK(unit.send(kCube, CrossCoreMode::Cluster, 0).overflown ==
        std::vector<CoreId>{kVector0, kVector1});
  CHECK(unit.take(kVector0, 0));
  CHECK(unit.send(kCube, CrossCoreMode::Cluster, 0).overflown == std::vector<CoreId>{kVector1});
}

TEST_CASE("two senders of one id are told of while both sets are there", "[cross_core]") {
  Unit unit;
  unit.send(kCube, CrossCoreMode::Cluster, 3);
  unit.send(kVector0, CrossCoreMode::Pair, 3);
  CHECK(unit.send(kVector1, CrossCoreMode::Pair, 3).shared.size() == 2);
  CHECK(unit.send(kCube, CrossCoreMode::Cluster, 4, Pipe::FIX).shared.empty());
  CHECK(unit.send(kCube, CrossCoreMode::Cluster, 4, Pipe::FIX).shared.empty());
  CHECK(unit.send(kCube, CrossCoreMode::Cluster, 4, Pipe::MTE3).shared.size() == 2);
}

TEST_CASE("what a block leaves is told when its last core ends", "[cross_core]") {
  Unit unit;
  unit.send(kCube, CrossCoreMode::Cluster, 3);
  unit.send(kVector0, CrossCoreMode::Cluster, 7);
  unit.take(kVector1, 3);
  CHECK(unit.flags.end_block(kCube).empty());
  CHECK(unit.flags.end_block(kVector1).empty());
  const std::vector<CrossCoreFlags::Left> left = unit.flags.end_block(kVector0);
  REQUIRE(left.size() == 2);
  CHECK(left[0].core == kVector0);
  CHECK(left[0].delivered);
  CHECK_FALSE(left[1].delivered);
}

TEST_CASE("a launch finds every counter at 0, a task of the runtime what was left",
          "[cross_core]") {
  Unit unit;
  unit.send(kCube, CrossCoreMode::Cluster, 3);
  unit.begin(kAll, 1, 1);
  CHECK_FALSE(unit.take(kVector0, 3));

  CrossCoreFlags flags;
  flags.begin_block(kCube, {0, 0}, {kAll, {24, 48}, false});
  flags.begin_block(kVector0, {0, 0}, {kAll, {24, 48}, false});
  flags.send({{CrossCoreMode::Cluster, 3}, agent_of(kCube, Pipe::MTE3), {0, 0}, nullptr, 0});
  flags.begin_block(kVector0, {1, 0}, {kAll, {24, 48}, false});
  CHECK(flags.count(kVector0, 3) == 1);
}
