// SPDX-License-Identifier: Apache-2.0
// Which value each stretch of a local memory holds, by identity instead of bytes: a value is known
// by the key of what made it and of what went in. Equal keys mean equal bytes.
#pragma once

#include <cstdint>
#include <map>

#include "models/isa/memo/memo_key_builder.h"
#include "models/memory/local_effect.h"

namespace npusim {

class ValueSegments {
 public:
  /// A memory of `size` bytes that holds one value: what it has at power-up.
  ValueSegments(std::uint64_t size, const isa::MemoKey& power_up);

  /// Bytes of `range` are now the value `key`, whose byte 0 is at `origin`.
  void set(const Interval& range, std::uint64_t origin, const isa::MemoKey& key);
  /// The same with byte 0 at the beginning of the range.
  void set(const Interval& range, const isa::MemoKey& key) { set(range, range.begin, key); }

  /// Adds what `range` (not empty) holds: values, and which part of each lies where in the range.
  void add_to(isa::MemoKeyBuilder& builder, const Interval& range) const;

  /// Whether `range` holds exactly the value `key`, whole.
  bool holds(const Interval& range, const isa::MemoKey& key) const;

 private:
  struct Segment {
    std::uint64_t end;
    std::uint64_t origin;  ///< address of the value's byte 0; before the segment if cut
    isa::MemoKey key;
  };
  using Segments = std::map<std::uint64_t, Segment>;

  /// Makes `address` a boundary between segments.
  void split(std::uint64_t address);

  Segments segments_;  ///< by first address; without gaps
};

}  // namespace npusim
