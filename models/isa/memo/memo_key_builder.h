// SPDX-License-Identifier: Apache-2.0
// Builds the key of a result from everything it depends on (models/isa/memo/arithmetic_memo.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "models/isa/memo/arithmetic_memo.h"

namespace npusim::isa {

class MemoKeyBuilder {
 public:
  MemoKeyBuilder() { words_.reserve(64); }

  /// A number or an enumerator.
  template <typename Value>
  MemoKeyBuilder& add(Value value) {
    static_assert(std::is_integral_v<Value> || std::is_enum_v<Value>);
    words_.push_back(static_cast<std::uint64_t>(value));
    return *this;
  }
  MemoKeyBuilder& add(const MemoKey& key) { return add(key.low).add(key.high); }
  /// `bytes` bytes of content.
  MemoKeyBuilder& add_bytes(const void* data, std::size_t bytes);

  MemoKey key() const;

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace npusim::isa
