// SPDX-License-Identifier: Apache-2.0
// LocalMemory is lazy; the model it must equal is not. Random effects, looked at at random cycles,
// give the bytes that performing every action in order gives.
#include "models/memory/local_memory.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <random>
#include <tuple>
#include <vector>

#include "models/memory/sim_time.h"
#include "tests/support/catch.h"

using namespace npusim;

namespace {

constexpr std::uint64_t kArena = 64;  // small, so that effects meet often

/// Copies `count` bytes one by one from `from` to `to`: byte i is read at start + i*slope and
/// written tail later. Like a vector instruction with one-byte repeats.
class SlowCopy : public LocalEffect {
 public:
  SlowCopy(AgentId agent, Cycle start, Cycle slope, Cycle tail, std::uint64_t from,
           std::uint64_t to, unsigned count)
      : LocalEffect(agent, {from, from + count}, {to, to + count}),
        start_(start),
        slope_(slope),
        tail_(tail),
        from_(from),
        to_(to),
        count_(count) {}

  Cycle read_at(unsigned i) const { return start_ + i * slope_; }
  bool next_writes() const override {
    return written_ < read_ && (read_ == count_ || read_at(written_) + tail_ <= read_at(read_));
  }
  Cycle next() const override { return next_writes() ? read_at(written_) + tail_ : read_at(read_); }
  Cycle end() const override { return read_at(count_ - 1) + tail_; }
  bool done() const override { return written_ == count_; }
  void step(isa::Bytes memory) override {
    if (next_writes()) {
      memory.data[to_ + written_] = held_[written_];
      ++written_;
    } else {
      held_.push_back(memory.data[from_ + read_]);
      ++read_;
    }
  }

 private:
  Cycle start_, slope_, tail_;
  std::uint64_t from_, to_;
  unsigned count_;
  unsigned read_ = 0, written_ = 0;
  std::vector<std::uint8_t> held_;
};

/// Writes a byte, and counts how many of its kind wait to.
class CountedWrite : public SlowCopy {
 public:
  CountedWrite(Cycle start, int& waiting) : SlowCopy(1, start, 1, 1, 0, 1, 1), waiting_(waiting) {
    ++waiting_;
  }
  ~CountedWrite() override { --waiting_; }

 private:
  int& waiting_;
};

struct Action {
  Cycle start, slope, tail;
  std::uint64_t from, to;
  unsigned count;
  AgentId agent;
};

struct Store {
  Cycle landing;
  std::uint64_t address, value;
};

/// The simple model: every action by (cycle, writes first, agent), one at a time.
std::vector<std::uint8_t> eager(const std::vector<Action>& actions,
                                const std::vector<Store>& stores, Cycle until) {
  std::vector<std::uint8_t> bytes(kArena, 0);
  for (std::uint64_t i = 0; i < kArena; ++i) bytes[i] = static_cast<std::uint8_t>(i);
  struct Step {
    std::tuple<Cycle, bool, AgentId, std::size_t, unsigned> key;
    const Action* action;
    const Store* store;
    unsigned index;
    bool write;
  };
  std::vector<Step> steps;
  for (std::size_t a = 0; a < actions.size(); ++a) {
    for (unsigned i = 0; i < actions[a].count; ++i) {
      const Cycle read = actions[a].start + i * actions[a].slope;
      steps.push_back({{read, true, actions[a].agent, a, i}, &actions[a], nullptr, i, false});
      steps.push_back(
          {{read + actions[a].tail, false, actions[a].agent, a, i}, &actions[a], nullptr, i, true});
    }
  }
  for (std::size_t s = 0; s < stores.size(); ++s) {
    steps.push_back({{stores[s].landing, false, AgentId{0}, s, 0}, nullptr, &stores[s], 0, true});
  }
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.key < b.key; });
  std::vector<std::vector<std::uint8_t>> held(actions.size(), std::vector<std::uint8_t>(64));
  for (const Step& step : steps) {
    if (std::get<0>(step.key) > until) break;
    if (step.store != nullptr) {
      bytes[step.store->address] = static_cast<std::uint8_t>(step.store->value);
    } else {
      const auto a = static_cast<std::size_t>(step.action - actions.data());
      if (step.write) {
        bytes[step.action->to + step.index] = held[a][step.index];
      } else {
        held[a][step.index] = bytes[step.action->from + step.index];
      }
    }
  }
  return bytes;
}

}  // namespace

TEST_CASE("lazy local memory equals performing every action in order", "[models][local_memory]") {
  const std::uint64_t seed = GENERATE(range(0, 4));
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t n) { return random() % n; };
  for (int round = 0; round < 2000; ++round) {
    LocalMemory memory(MemSpace::UB, PowerUp::Zero, 0);
    for (std::uint64_t i = 0; i < kArena; ++i) {
      memory.look(0, {}).data[i] = static_cast<std::uint8_t>(i);
    }
    std::vector<Action> actions;
    std::vector<Store> stores;
    Cycle time = 1, last_landing = 0;
    for (int i = 0; i < 12; ++i) {
      time += below(6);
      if (below(3) == 0) {
        last_landing = std::max(last_landing, time + 1 + below(20));
        stores.push_back({last_landing, below(kArena), 100 + below(100)});
        memory.post_scalar_store(last_landing, stores.back().address, stores.back().value, 1);
      } else {
        const auto count = static_cast<unsigned>(1 + below(8));
        // Agents start at 1: 0 stands for the scalar unit's store buffer.
        const Action action{time + 1,
                            1 + below(3),
                            1 + below(12),
                            below(kArena - count),
                            below(kArena - count),
                            count,
                            static_cast<AgentId>(1 + actions.size())};
        actions.push_back(action);
        memory.post(std::make_unique<SlowCopy>(action.agent, action.start, action.slope,
                                               action.tail, action.from, action.to, action.count));
      }
      if (below(2) == 0) {
        const std::uint64_t begin = below(kArena - 8);
        const Interval range{begin, begin + 8};
        const auto expected = eager(actions, stores, time);
        const isa::Bytes got = memory.look(time, range);
        REQUIRE(std::memcmp(got.data + begin, expected.data() + begin, 8) == 0);
      }
    }
    const auto expected = eager(actions, stores, time + 1000);
    REQUIRE(std::memcmp(memory.look(time + 1000, {0, kArena}).data, expected.data(), kArena) == 0);
  }
}

TEST_CASE("a scalar load sees the scalar unit's own posted stores", "[models][local_memory]") {
  LocalMemory memory(MemSpace::UB, PowerUp::Zero, 0);
  memory.post_scalar_store(100, 8, 0x11223344, 4);
  CHECK(memory.scalar_load(10, 8, 4) == 0x11223344);
  CHECK(memory.scalar_load(10, 10, 2) == 0x1122);
}

TEST_CASE("a posted scalar store is invisible until the cycle it lands", "[models][local_memory]") {
  LocalMemory memory(MemSpace::UB, PowerUp::Zero, 0);
  memory.post_scalar_store(100, 8, 7, 4);
  CHECK(memory.look(99, {8, 12}).data[8] == 0);
  CHECK(memory.look(100, {8, 12}).data[8] == 7);
}

TEST_CASE("power-up content is zero, poison or the seed's own", "[models][local_memory]") {
  LocalMemory zero(MemSpace::UB, PowerUp::Zero, 1), poison(MemSpace::UB, PowerUp::Poison, 1),
      a(MemSpace::UB, PowerUp::Random, 1), b(MemSpace::UB, PowerUp::Random, 2);
  const Interval all{0, 192 * 1024};
  CHECK(zero.look(0, all).data[5] == 0);
  CHECK(poison.look(0, all).data[5] == 0xA5);
  CHECK(std::memcmp(a.look(0, all).data, b.look(0, all).data, 1024) != 0);
}

TEST_CASE("effects that nobody looks at do not pile up", "[models][local_memory]") {
  LocalMemory memory(MemSpace::UB, PowerUp::Zero, 0);
  int waiting = 0, most = 0;
  for (int i = 0; i < 10'000; ++i) {
    memory.post(std::make_unique<CountedWrite>(now() + 5, waiting));
    most = std::max(most, waiting);
    sc_core::sc_start(to_sc(10));
  }
  CHECK(most < 1000);
  memory.look(now(), {0, kArena});
  CHECK(waiting == 0);
}
