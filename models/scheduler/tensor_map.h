// SPDX-License-Identifier: Apache-2.0
// Who wrote what: the orchestrator's record of writers by buffer (task-runtime.md section 3.3).
//
// Beside the device's entries it keeps those of retired writers. They make no edge, but the program
// relied on them: whether a writer has retired by the time of a lookup is luck, and a check must
// not call the pair unordered because of it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <list>
#include <unordered_map>
#include <vector>

#include "models/arch/event.h"
#include "models/scheduler/retired_writers.h"
#include "models/scheduler/runtime_program.h"
#include "models/scheduler/tensor_overlap.h"

namespace npusim {

class TensorMap {
 public:
  static constexpr std::size_t kCapacity = 65536;
  static constexpr std::int32_t kCleanupInterval = 64;

  struct Entry {
    port::TensorImage written;
    std::uint8_t ring = 0;
    std::int32_t local = 0;
    TaskIndex task = kNoTask;
  };

  /// `checks_owner`: cleaning up after a retired task leaves entries of the task that has its slot
  /// by now alone. The base runtime frees those too, and later readers miss an edge.
  TensorMap(const std::array<RingSize, kRingCount>& rings, bool checks_owner);

  /// Learns how far `ring` has retired, before task `local` of that ring is looked up. Other rings
  /// keep their old state.
  void sync(std::uint8_t ring, std::int32_t local, std::int32_t last_task_alive);

  /// Calls `on_live` for each overlapping entry, newest first, and erases the entry if it returns
  /// true; then `on_retired` for what retired writers left, which true makes forgotten.
  void lookup(const port::TensorImage& tensor,
              const std::function<bool(const Entry&, Overlap)>& on_live,
              const std::function<bool(TaskIndex, Overlap)>& on_retired);

  /// False if the pool is exhausted.
  bool insert(const port::TensorImage& tensor, std::uint8_t ring, std::int32_t local,
              TaskIndex task);

  std::size_t size() const { return size_; }

 private:
  using Entries = std::list<Entry>;  // newest first
  struct Place {
    std::uint64_t buffer;
    Entries::iterator entry;
  };

  void clean_up(std::uint8_t ring, std::int32_t from, std::int32_t to);
  std::vector<Place>& places_of(std::uint8_t ring, std::int32_t local) {
    return by_slot_[ring][static_cast<std::uint32_t>(local) % windows_[ring]];
  }
  void forget_place(const Entry& entry);

  std::array<std::uint32_t, kRingCount> windows_;
  bool checks_owner_;
  std::size_t size_ = 0;
  std::unordered_map<std::uint64_t, Entries> by_buffer_;
  std::unordered_map<std::uint64_t, RetiredWriters> retired_;
  std::array<std::unordered_map<std::uint32_t, std::vector<Place>>, kRingCount> by_slot_;
  std::array<std::int32_t, kRingCount> last_alive_{};
  std::array<std::int32_t, kRingCount> cleaned_to_{};
};

}  // namespace npusim
