// SPDX-License-Identifier: Apache-2.0
// One local memory of a core (UB, L1, L0A ...): its bytes, what is on its way to them, and the
// scalar unit's store buffer.
//
// Simple model: all actions of all effects happen in order of (cycle, writes before reads, agent,
// age). This class equals it, but is lazy: nothing happens until somebody looks (settle), and an
// effect with nothing in between runs as a whole.
//
// Contract: actions are posted before their cycle comes. So what a look at cycle t finds does not
// depend on the order in which SystemC runs the pipes within a cycle.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "models/arch/knobs.h"
#include "models/arch/mem_space.h"
#include "models/isa/memo/arithmetic_memo.h"
#include "models/memory/local_bytes.h"
#include "models/memory/local_effect.h"

namespace npusim {

class LocalMemory {
 public:
  /// `power_up` content; `seed` is used for random content only.
  LocalMemory(MemSpace space, PowerUp power_up, std::uint64_t seed);

  MemSpace space() const { return space_; }
  /// Bytes that instructions can name; there may be more (hidden ones) behind them.
  std::uint64_t size() const { return capacity_bytes(space_); }

  /// Adds an effect whose first action is not before now.
  void post(std::unique_ptr<LocalEffect> effect);

  /// Adds a scalar store to the store buffer. Landings never decrease.
  void post_scalar_store(Cycle landing, std::uint64_t address, std::uint64_t value, unsigned bytes);

  /// Makes the bytes of `range` what they are at cycle `at`, and returns the memory.
  isa::Bytes look(Cycle at, Interval range);

  /// The bytes as they are, with nothing settled: for whoever settles or notes effects by itself.
  isa::Bytes bytes() const { return {content_.data(), content_.size()}; }
  isa::Bytes bytes_to_write(const Interval& range) {
    content_.prepare(range);
    return bytes();
  }
  /// Stands for what the memory holds before anything is written.
  isa::MemoKey power_up_key() const;

  /// The value the scalar unit itself reads: its own posted stores on top of memory.
  std::uint64_t scalar_load(Cycle at, std::uint64_t address, unsigned bytes);

  /// Cycle at which the last scalar store posted so far lands; 0 if none was posted.
  Cycle scalar_stores_landed() const { return last_scalar_landing_; }
  /// Posted, and not yet in the memory: nobody has looked since, or they are under way.
  std::size_t scalar_stores_posted() const { return store_buffer_.size(); }

 private:
  struct ScalarStore {
    Cycle landing;
    std::uint64_t address;
    std::uint64_t value;
    unsigned bytes;
  };

  static constexpr std::size_t kStoreBuffer = ~std::size_t{0};
  static constexpr std::size_t kMostWaiting = 128;
  static constexpr std::size_t kNone = ~std::size_t{0} - 1;

  void settle(Cycle at, Interval range);
  std::size_t earliest(Cycle at, Interval range) const;
  bool must_interleave(std::size_t index) const;
  bool may_wait(const LocalEffect& effect, Cycle at, Interval range) const;
  void land_scalar_store();

  MemSpace space_;
  PowerUp power_up_;
  std::uint64_t seed_;
  LocalBytes content_;
  std::vector<std::unique_ptr<LocalEffect>> effects_;  ///< in order of posting
  /// With so many, what is due happens though nobody looks: a look takes each of them in turn.
  std::size_t most_waiting_ = kMostWaiting;
  std::deque<ScalarStore> store_buffer_;
  Cycle last_scalar_landing_ = 0;
};

}  // namespace npusim
