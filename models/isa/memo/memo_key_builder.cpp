// SPDX-License-Identifier: Apache-2.0
#include "models/isa/memo/memo_key_builder.h"

#include <new>

#include <xxhash.h>

namespace npusim::isa {

namespace {

XXH3_state_t* state(void* hash) { return static_cast<XXH3_state_t*>(hash); }

}  // namespace

void MemoKeyBuilder::Free::operator()(Hash* hash) const { XXH3_freeState(state(hash)); }

MemoKeyBuilder::MemoKeyBuilder()
    : hash_(static_cast<Hash*>(static_cast<void*>(XXH3_createState()))) {
  if (!hash_) throw std::bad_alloc();
  XXH3_128bits_reset(state(hash_.get()));
}

void MemoKeyBuilder::add_bytes(const void* data, std::size_t bytes) {
  XXH3_128bits_update(state(hash_.get()), data, bytes);
}

MemoKeyBuilder& MemoKeyBuilder::add(const std::vector<Span>& spans, Bytes memory) {
  for (const Span& span : spans) {
    for (std::uint32_t group = 0; group < span.groups; ++group) {
      for (std::uint32_t run = 0; run < span.runs; ++run) {
        const std::uint64_t address =
            span.address +
            static_cast<std::uint64_t>(group * span.group_stride + run * span.run_stride);
        add_bytes(memory.data + address, span.run_bytes);
      }
    }
  }
  return *this;
}

MemoKey MemoKeyBuilder::key() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(state(hash_.get()));
  return {hash.low64, hash.high64};
}

}  // namespace npusim::isa
