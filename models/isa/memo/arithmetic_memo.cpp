// SPDX-License-Identifier: Apache-2.0
// A shared mapping: a header, an open-addressing table, and an arena that only grows. All that
// processes race for are lock-free atomics, so none can leave a lock behind.
#include "models/isa/memo/arithmetic_memo.h"

#include <atomic>
#include <bit>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fmt/format.h>
#include <sys/mman.h>

namespace npusim::isa {
namespace {

/// A guess at the size of a result (rows of a store come in chunks of 4 KiB); smaller ones fill the
/// table before the arena. A table as small as may be keeps the pages low that a lookup touches.
constexpr std::uint64_t kExpectedResultBytes = 4096;
constexpr std::uint64_t kAlignment = 64;
/// Slots looked at for one key. The table is never more than about half full.
constexpr unsigned kProbes = 64;

enum SlotState : std::uint32_t { kFree, kClaimed, kReady };

constexpr std::uint64_t aligned(std::uint64_t bytes) {
  return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

}  // namespace

struct ArithmeticMemo::Header {
  std::atomic<std::uint64_t> used{0};
  std::atomic<std::uint64_t> hits{0};
  std::atomic<std::uint64_t> misses{0};
  std::atomic<std::uint32_t> full{0};
};

struct ArithmeticMemo::Slot {
  std::atomic<std::uint32_t> state;
  std::uint32_t bytes;
  std::uint64_t offset;
  MemoKey key;
};

static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

ArithmeticMemo::ArithmeticMemo(std::uint64_t bytes)
    : slot_count_(std::bit_ceil(2 * bytes / kExpectedResultBytes + kProbes)),
      result_bytes_(bytes),
      mapped_bytes_(aligned(sizeof(Header)) + aligned(slot_count_ * sizeof(Slot)) + bytes) {
  void* const memory = mmap(nullptr, mapped_bytes_, PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    throw std::runtime_error(fmt::format("cannot map {} MiB for kept results: {}",
                                         mapped_bytes_ >> 20, std::strerror(errno)));
  }
  // Every process that uses it faults its pages in anew: large ones where the system has them.
  madvise(memory, mapped_bytes_, MADV_HUGEPAGE);
  // Zero pages are empty slots.
  header_ = new (memory) Header;
}

ArithmeticMemo::~ArithmeticMemo() { munmap(header_, mapped_bytes_); }

ArithmeticMemo::Slot* ArithmeticMemo::slots() const {
  return reinterpret_cast<Slot*>(reinterpret_cast<std::uint8_t*>(header_) +
                                 aligned(sizeof(Header)));
}

std::uint8_t* ArithmeticMemo::results() const {
  return reinterpret_cast<std::uint8_t*>(slots()) + aligned(slot_count_ * sizeof(Slot));
}

std::span<const std::uint8_t> ArithmeticMemo::find(const MemoKey& key) {
  for (std::uint64_t i = 0; i < kProbes; ++i) {
    const Slot& slot = slots()[(key.low + i) & (slot_count_ - 1)];
    const std::uint32_t state = slot.state.load(std::memory_order_acquire);
    if (state == kFree) break;
    if (state == kReady && slot.key == key) {
      header_->hits.fetch_add(1, std::memory_order_relaxed);
      return {results() + slot.offset, slot.bytes};
    }
  }
  header_->misses.fetch_add(1, std::memory_order_relaxed);
  return {};
}

void ArithmeticMemo::insert(const MemoKey& key, std::span<const std::uint8_t> result) {
  const std::uint64_t room = aligned(result.size());
  const std::uint64_t offset = header_->used.fetch_add(room, std::memory_order_relaxed);
  if (offset + room > result_bytes_) {
    header_->used.fetch_sub(room, std::memory_order_relaxed);
    header_->full.store(1, std::memory_order_relaxed);
    return;
  }
  std::memcpy(results() + offset, result.data(), result.size());
  for (std::uint64_t i = 0; i < kProbes; ++i) {
    Slot& slot = slots()[(key.low + i) & (slot_count_ - 1)];
    std::uint32_t expected = kFree;
    if (!slot.state.compare_exchange_strong(expected, kClaimed, std::memory_order_relaxed)) {
      continue;
    }
    slot.bytes = static_cast<std::uint32_t>(result.size());
    slot.offset = offset;
    slot.key = key;
    slot.state.store(kReady, std::memory_order_release);
    return;
  }
  header_->full.store(1, std::memory_order_relaxed);
}

ArithmeticMemo::Usage ArithmeticMemo::usage() const {
  return {header_->hits.load(), header_->misses.load(), header_->used.load(),
          header_->full.load() != 0};
}

}  // namespace npusim::isa
