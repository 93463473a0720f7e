// SPDX-License-Identifier: Apache-2.0
#include "models/isa/memo/memo_key_builder.h"

#include <xxhash.h>

namespace npusim::isa {
namespace {

MemoKey hash_of(const void* data, std::size_t bytes) {
  const XXH128_hash_t hash = XXH3_128bits(data, bytes);
  return {hash.low64, hash.high64};
}

}  // namespace

MemoKeyBuilder& MemoKeyBuilder::add_bytes(const void* data, std::size_t bytes) {
  return add(bytes).add(hash_of(data, bytes));
}

MemoKey MemoKeyBuilder::key() const {
  return hash_of(words_.data(), words_.size() * sizeof(words_[0]));
}

}  // namespace npusim::isa
