// SPDX-License-Identifier: Apache-2.0
#include "models/core/plain_accesses.h"

#include <algorithm>
#include <utility>

#include "models/memory/address_window.h"

namespace npusim {
namespace {

std::uint8_t* window(std::uint64_t address) { return reinterpret_cast<std::uint8_t*>(address); }

/// UB is accessed in words of at most 8 bytes.
template <typename Access>
void for_each_word(unsigned bytes, Access&& access) {
  for (unsigned done = 0; done < bytes; done += sizeof(std::uint64_t)) {
    access(done, std::min<unsigned>(bytes - done, sizeof(std::uint64_t)));
  }
}

}  // namespace

void PlainAccesses::before_load(std::uint64_t address, unsigned bytes, const SyncOrigin& from) {
  if (!in_ub_window(address)) {
    scalar_unit_.load_gm(address, bytes, window(address), from);
    return;
  }
  for_each_word(bytes, [&](unsigned done, unsigned count) {
    const std::uint64_t value =
        scalar_unit_.load_ub(address + done - kUbWindowBase, count, from, 0);
    std::copy_n(reinterpret_cast<const std::uint8_t*>(&value), count, window(address + done));
  });
}

void PlainAccesses::before_store(std::uint64_t address, unsigned bytes, const SyncOrigin& from) {
  address_ = address;
  bytes_ = bytes;
  from_ = from;
  before_.assign(window(address), window(address) + bytes);
}

void PlainAccesses::collect_store() {
  if (bytes_ == 0) return;
  const unsigned bytes = std::exchange(bytes_, 0);
  if (!in_ub_window(address_)) {
    scalar_unit_.store_gm(address_, bytes, window(address_), from_);
    return;
  }
  for_each_word(bytes, [&](unsigned done, unsigned count) {
    std::uint64_t value = 0;
    std::copy_n(window(address_ + done), count, reinterpret_cast<std::uint8_t*>(&value));
    scalar_unit_.store_ub(address_ + done - kUbWindowBase, value, count, from_, 0);
  });
}

bool PlainAccesses::is_source_of_pending_copy(std::uint64_t address, unsigned bytes,
                                              Site site) const {
  constexpr std::ptrdiff_t kCodeBetween = 32;
  if (bytes_ != bytes || bytes == 0) return false;
  const std::ptrdiff_t distance =
      static_cast<const char*>(site) - static_cast<const char*>(from_.site);
  const bool overlap = address < address_ + bytes && address_ < address + bytes;
  return distance > 0 && distance <= kCodeBetween && !overlap &&
         std::equal(before_.begin(), before_.end(), window(address_));
}

}  // namespace npusim
