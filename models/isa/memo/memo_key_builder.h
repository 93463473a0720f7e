// SPDX-License-Identifier: Apache-2.0
// Builds the key of a result from everything it depends on (models/isa/memo/arithmetic_memo.h).
#pragma once

#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

#include "models/arch/span.h"
#include "models/isa/execute.h"
#include "models/isa/memo/arithmetic_memo.h"

namespace npusim::isa {

class MemoKeyBuilder {
 public:
  MemoKeyBuilder();

  /// A number or an enumerator.
  template <typename Value>
  MemoKeyBuilder& add(Value value) {
    static_assert(std::is_integral_v<Value> || std::is_enum_v<Value>);
    const auto word = static_cast<std::uint64_t>(value);
    add_bytes(&word, sizeof word);
    return *this;
  }
  /// The bytes of `memory` that `spans` cover, in order. Their shape is the caller's to add.
  MemoKeyBuilder& add(const std::vector<Span>& spans, Bytes memory);

  MemoKey key() const;

 private:
  void add_bytes(const void* data, std::size_t bytes);

  struct Hash;  ///< XXH3_state_t
  struct Free {
    void operator()(Hash* hash) const;
  };
  std::unique_ptr<Hash, Free> hash_;
};

}  // namespace npusim::isa
