// SPDX-License-Identifier: Apache-2.0
// Results of expensive arithmetic, kept by what they came from, so that many runs of one program do
// it once.
//
// How to use it: make one ArithmeticMemo, then fork; give every run (in whichever process) a
// pointer to it (RunOptions::memo). What a child computes, later children find. One object serves
// one host; nothing of it is ever written to a file.
//
// Exact: a key is the 128-bit XXH3 hash of everything a result depends on: operations, shapes,
// types, numerics, and the operands, by their bytes or, where the image of device memory gives
// them, by their place in it. So one memo is for runs of one image. Two different inputs among a
// million share a key with probability below 2^-88.
//
// Robust: entries are only added, never changed; one becomes visible by its last store. A process
// killed in the middle of one leaves a slot that nobody uses. When it is full, it keeps what it
// has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace npusim::isa {

struct MemoKey {
  std::uint64_t low = 0, high = 0;
  friend bool operator==(const MemoKey&, const MemoKey&) = default;
};

class ArithmeticMemo {
 public:
  /// Holds up to `bytes` of results; memory is used as they come. Throws std::runtime_error if the
  /// address space cannot be had.
  explicit ArithmeticMemo(std::uint64_t bytes);
  ~ArithmeticMemo();
  ArithmeticMemo(const ArithmeticMemo&) = delete;
  ArithmeticMemo& operator=(const ArithmeticMemo&) = delete;

  /// The result kept under `key`; empty if there is none. Lives as long as the memo.
  std::span<const std::uint8_t> find(const MemoKey& key);

  /// Keeps a copy of `result` (not empty) under `key`, if there is room.
  void insert(const MemoKey& key, std::span<const std::uint8_t> result);

  /// What all processes together have done with it so far.
  struct Usage {
    std::uint64_t hits = 0, misses = 0;
    std::uint64_t bytes = 0;  ///< of results kept
    bool full = false;        ///< a result found no room
  };
  Usage usage() const;

 private:
  struct Header;
  struct Slot;

  Slot* slots() const;
  std::uint8_t* results() const;

  std::uint64_t slot_count_;
  std::uint64_t result_bytes_;
  std::uint64_t mapped_bytes_;
  Header* header_;  ///< then the slots, then the results
};

}  // namespace npusim::isa
