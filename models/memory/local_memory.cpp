// SPDX-License-Identifier: Apache-2.0
#include "models/memory/local_memory.h"

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>

#include "models/arch/check.h"
#include "models/arch/hash.h"
#include "models/isa/memo/memo_key_builder.h"
#include "models/isa/transfer/local_moves.h"
#include "models/memory/sim_time.h"

namespace npusim {
namespace {

constexpr std::uint8_t kPoison = 0xA5;

bool conflict(const LocalEffect& a, const LocalEffect& b) {
  return a.writes().overlaps(b.writes()) || a.writes().overlaps(b.reads()) ||
         a.reads().overlaps(b.writes());
}

/// What L0B keeps besides what instructions can name: the indices of sparse weights.
std::uint64_t hidden_bytes(MemSpace space) {
  return space == MemSpace::L0B ? isa::kSparseIndexBytes : 0;
}

}  // namespace

LocalMemory::LocalMemory(MemSpace space, PowerUp power_up, std::uint64_t seed)
    : space_(space),
      power_up_(power_up),
      seed_(seed),
      content_(capacity_bytes(space) + hidden_bytes(space)) {
  if (power_up == PowerUp::Random) {
    for (std::uint64_t i = 0; i < size(); i += sizeof(std::uint64_t)) {
      const std::uint64_t word = hash64(seed, i);
      std::memcpy(content_.data() + i, &word, sizeof(word));
    }
  } else if (power_up == PowerUp::Poison) {
    std::memset(content_.data(), kPoison, size());
  }
}

isa::MemoKey LocalMemory::power_up_key() const {
  return isa::MemoKeyBuilder().add(space_).add(power_up_).add(seed_).key();
}

void LocalMemory::post(std::unique_ptr<LocalEffect> effect) {
  effects_.push_back(std::move(effect));
  if (effects_.size() < most_waiting_) return;
  if (now() > 0) settle(now() - 1, {});  // of this cycle more may come
  most_waiting_ = std::max(kMostWaiting, 2 * effects_.size());
}

void LocalMemory::post_scalar_store(Cycle landing, std::uint64_t address, std::uint64_t value,
                                    unsigned bytes) {
  NPUSIM_CHECK(landing >= last_scalar_landing_);
  last_scalar_landing_ = landing;
  store_buffer_.push_back({landing, address, value, bytes});
}

isa::Bytes LocalMemory::look(Cycle at, Interval range) {
  settle(at, range);
  return bytes();
}

std::uint64_t LocalMemory::scalar_load(Cycle at, std::uint64_t address, unsigned size) {
  settle(at, {address, address + size});
  std::uint8_t value[sizeof(std::uint64_t)] = {};
  std::memcpy(value, content_.data() + address, size);
  for (const ScalarStore& store : store_buffer_) {
    for (unsigned i = 0; i < size; ++i) {
      const std::uint64_t offset = address + i - store.address;
      if (offset < store.bytes) value[i] = static_cast<std::uint8_t>(store.value >> (8 * offset));
    }
  }
  std::uint64_t result;
  std::memcpy(&result, value, sizeof(result));
  return result;
}

/// Performs what is due by `at`: whole effects where nothing comes in between, single actions where
/// order matters. Effects that go on past `at` and do not touch `range` wait.
void LocalMemory::settle(Cycle at, Interval range) {
  while (true) {
    const std::size_t index = earliest(at, range);
    if (index == kNone) return;
    if (index == kStoreBuffer) {
      land_scalar_store();
      continue;
    }
    LocalEffect& effect = *effects_[index];
    if (!effect.only_noted()) content_.prepare(effect.writes());
    if (effect.end() <= at && !must_interleave(index)) {
      effect.run(bytes());
    } else {
      effect.step(bytes());
    }
    if (effect.done()) effects_.erase(effects_.begin() + static_cast<std::ptrdiff_t>(index));
  }
}

/// The effect whose action comes next, of those due by `at`.
std::size_t LocalMemory::earliest(Cycle at, Interval range) const {
  std::size_t best = kNone;
  std::tuple<Cycle, bool, AgentId> best_key;
  // The store buffer stands for pipe S, the lowest agent of the core.
  if (!store_buffer_.empty() && store_buffer_.front().landing <= at) {
    best = kStoreBuffer;
    best_key = {store_buffer_.front().landing, false, AgentId{0}};
  }
  for (std::size_t i = 0; i < effects_.size(); ++i) {
    const LocalEffect& effect = *effects_[i];
    if (effect.next() > at || may_wait(effect, at, range)) continue;
    const std::tuple<Cycle, bool, AgentId> key{effect.next(), !effect.next_writes(),
                                               effect.agent()};
    if (best == kNone || key < best_key) {
      best = i;
      best_key = key;
    }
  }
  return best;
}

/// Whether something else that touches the same bytes acts before this effect ends.
bool LocalMemory::must_interleave(std::size_t index) const {
  const LocalEffect& effect = *effects_[index];
  for (std::size_t i = 0; i < effects_.size(); ++i) {
    if (i != index && effects_[i]->next() <= effect.end() && conflict(effect, *effects_[i])) {
      return true;
    }
  }
  for (const ScalarStore& store : store_buffer_) {
    const Interval written{store.address, store.address + store.bytes};
    if (store.landing > effect.end()) break;
    if (effect.reads().overlaps(written) || effect.writes().overlaps(written)) return true;
  }
  return false;
}

/// An effect that is not over by `at` need not move if nobody looks at its bytes and it conflicts
/// with nothing that is due.
bool LocalMemory::may_wait(const LocalEffect& effect, Cycle at, Interval range) const {
  if (effect.end() <= at || effect.writes().overlaps(range)) return false;
  for (const auto& other : effects_) {
    if (other.get() != &effect && other->next() <= at && conflict(effect, *other)) return false;
  }
  for (const ScalarStore& store : store_buffer_) {
    const Interval written{store.address, store.address + store.bytes};
    if (store.landing > at) break;
    if (effect.reads().overlaps(written) || effect.writes().overlaps(written)) return false;
  }
  return true;
}

void LocalMemory::land_scalar_store() {
  const ScalarStore& store = store_buffer_.front();
  std::memcpy(content_.data() + store.address, &store.value, store.bytes);
  store_buffer_.pop_front();
}

}  // namespace npusim
