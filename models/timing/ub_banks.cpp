// SPDX-License-Identifier: Apache-2.0
#include "models/timing/ub_banks.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace npusim::timing {
namespace {

constexpr unsigned kGroups = 16;
constexpr unsigned kMostRows = 8;  ///< of one group that are told apart; more cost no more
/// Addresses this far apart lie in the same group.
constexpr std::uint64_t kGroupPeriod = kGroups * kBlockBytes;

/// Address bits [8:5] are the group, [17:16] the bank within it.
constexpr unsigned group_of(std::uint64_t row) { return row % kGroups; }
constexpr std::uint64_t bank_bit(std::uint64_t row) {
  return std::uint64_t{1} << (group_of(row) + kGroups * (row / 2048 % 4));
}

/// The rows that one repeat reads or writes.
class RowsOfRepeat {
 public:
  /// The same row twice is one access (blkStride 0 costs nothing).
  void add(std::uint64_t row) {
    auto& rows = rows_[group_of(row)];
    std::uint8_t& count = counts_[group_of(row)];
    const auto known = std::find(rows.begin(), rows.begin() + count, row);
    if (known != rows.begin() + count || count == kMostRows) return;
    rows[count++] = row;
    banks_ |= bank_bit(row);
  }
  std::uint64_t banks() const { return banks_; }
  std::uint32_t cost() const {
    const unsigned fullest = *std::max_element(counts_.begin(), counts_.end());
    const auto shared =
        std::count_if(counts_.begin(), counts_.end(), [](std::uint8_t count) { return count > 1; });
    if (fullest == 2 && shared == 1) return kBankCosts.row + kBankCosts.lone_block;
    return kBankCosts.row * std::max(fullest, 1u);
  }

 private:
  std::array<std::array<std::uint64_t, kMostRows>, kGroups> rows_;  ///< of each, counts_ are known
  std::array<std::uint8_t, kGroups> counts_{};
  std::uint64_t banks_ = 0;
};

/// What `repeat` of the instruction reads, or writes.
RowsOfRepeat rows_of(std::span<const isa::Footprint> footprint, std::uint32_t repeat, bool write) {
  RowsOfRepeat rows;
  for (const isa::Footprint& access : footprint) {
    const Span& span = access.span;
    if (access.write != write || repeat < access.first_repeat) continue;
    const std::uint32_t group = (repeat - access.first_repeat) / access.repeat_step;
    if (group >= span.groups || (repeat - access.first_repeat) % access.repeat_step != 0) continue;
    for (std::uint32_t run = 0; run < span.runs; ++run) {
      const std::uint64_t begin = span.address +
                                  static_cast<std::uint64_t>(span.group_stride * group) +
                                  static_cast<std::uint64_t>(span.run_stride * run);
      const std::uint64_t last = (begin + span.run_bytes - 1) / kBlockBytes;
      for (std::uint64_t row = begin / kBlockBytes; row <= last; ++row) rows.add(row);
    }
  }
  return rows;
}

bool leaves_bank(const Span& span) {
  constexpr std::uint64_t kBankBytes = 65536;
  return span.lowest() / kBankBytes != (span.end() - 1) / kBankBytes;
}

/// Of `repeats`, those that touch as many blocks as the first: count mode has a shorter last one.
std::uint32_t alike(std::span<const isa::Footprint> footprint, std::uint32_t repeats) {
  for (const isa::Footprint& access : footprint) {
    if (access.repeat_step == 1 && access.first_repeat > 0) {
      repeats = std::min(repeats, access.first_repeat);
    }
  }
  return repeats;
}

/// Repeats after which every operand is in the group where it began, and in the same bank of it.
std::uint32_t period_of(std::span<const isa::Footprint> footprint) {
  std::uint32_t period = 1;
  for (const isa::Footprint& access : footprint) {
    if (access.span.groups < 2) continue;
    if (leaves_bank(access.span)) return access.span.groups * access.repeat_step;
    const auto step = static_cast<std::uint64_t>(access.span.group_stride) % kGroupPeriod;
    const auto own = static_cast<std::uint32_t>(kGroupPeriod / std::gcd(step, kGroupPeriod));
    period = std::lcm(period, std::min(own, kGroups) * access.repeat_step);
  }
  return period;
}

}  // namespace

std::uint64_t bank_cycles(std::span<const isa::Footprint> footprint, std::uint32_t repeats) {
  if (repeats == 0 || footprint.empty()) return 0;
  const std::uint32_t periodic = alike(footprint, repeats);
  const std::uint32_t looked_at = std::min(periodic, period_of(footprint));
  // What a repeat reads meets what the one before it writes: of the first in the period, the last.
  RowsOfRepeat written = rows_of(footprint, looked_at - 1, true);
  const bool in_place = [&] {
    for (const isa::Footprint& access : footprint) {
      if (access.write && access.span.group_stride == 0) return true;
    }
    return false;
  }();
  const auto cost_of = [&](std::uint32_t repeat) {
    const RowsOfRepeat read = rows_of(footprint, repeat, false);
    const bool meets = !in_place && repeats > 1 && (read.banks() & written.banks()) != 0;
    written = rows_of(footprint, repeat, true);
    return std::max(
        {read.cost(), written.cost(), meets ? kBankCosts.row + kBankCosts.read_write : 0});
  };
  std::uint64_t cost = 0;
  for (std::uint32_t repeat = 0; repeat < looked_at; ++repeat) cost += cost_of(repeat);
  cost = cost * periodic / looked_at;
  if (periodic < repeats) written = rows_of(footprint, periodic - 1, true);
  for (std::uint32_t repeat = periodic; repeat < repeats; ++repeat) cost += cost_of(repeat);
  return cost;
}

}  // namespace npusim::timing
