// SPDX-License-Identifier: Apache-2.0
// Loads that bring what they brought before: a loop that polls a word of GM by them does no work
// until that word changes (Machine::look_for_progress).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace npusim {

class RepeatedLoads {
 public:
  /// Nobody polls more bytes than these.
  static constexpr std::size_t kMostBytes = 4096;

  /// A load of `bytes` from `gm_address` to `local_address`. Whether the last one between the two
  /// brought the same.
  bool repeats(std::uint64_t gm_address, std::uint64_t local_address,
               std::span<const std::uint8_t> bytes) {
    const std::uint64_t place = gm_address * 0x9E3779B97F4A7C15u ^ local_address;
    const std::size_t content =
        std::hash<std::string_view>()({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    Last& last = last_[place % last_.size()];
    const bool same = last.place == place && last.content == content;
    last = {place, content};
    return same;
  }

 private:
  struct Last {
    std::uint64_t place = 0;
    std::size_t content = 0;
  };
  std::array<Last, 61> last_{};  ///< of the places that fall there
};

}  // namespace npusim
