// SPDX-License-Identifier: Apache-2.0
#include "models/memory/memory_timing.h"

#include <algorithm>

#include "models/memory/l2_cache.h"
#include "models/timing/constants.h"

namespace npusim {
namespace {

constexpr std::uint64_t kPieceBytes = 128;

/// A resource that passes so many bytes a cycle, one request after the other.
class Channel {
 public:
  explicit Channel(std::int64_t bytes_per_cycle)
      : cycles_per_byte_(1.0 / static_cast<double>(bytes_per_cycle)) {}
  /// When it has passed them.
  double pass(Cycle now, double bytes) {
    free_at_ = std::max(free_at_, static_cast<double>(now)) + bytes * cycles_per_byte_;
    return free_at_;
  }

 private:
  double cycles_per_byte_;
  double free_at_ = 0;
};

/// What HBM passes for them, in bytes that are read.
double hbm_bytes(std::uint64_t read, std::uint64_t written) {
  return static_cast<double>(read) + timing::kHbmWrite * static_cast<double>(written);
}

/// Rows that touch are one.
template <typename Visit>
void for_each_row(const RowBlock& rows, Visit visit) {
  if (rows.stride == std::int64_t{rows.row_bytes}) {
    visit(pieces_of(rows.address, std::uint64_t{rows.rows} * rows.row_bytes));
    return;
  }
  for (std::uint32_t row = 0; row < rows.rows; ++row) {
    const std::int64_t offset = rows.stride * std::int64_t{row};
    visit(pieces_of(rows.address + static_cast<std::uint64_t>(offset), rows.row_bytes));
  }
}

class HbmAlone : public MemoryTiming {
 public:
  explicit HbmAlone(const Knobs& knobs) : hbm_(knobs.gm_bandwidth) {}
  Served serve(Cycle now, const MemoryTraffic& traffic) override {
    std::uint64_t bytes = 0;
    for_each_row(traffic.rows, [&](const Pieces& pieces) { bytes += pieces.end - pieces.begin; });
    statistics_.asked_bytes += std::uint64_t{traffic.rows.rows} * traffic.rows.row_bytes;
    statistics_.requested_bytes += bytes;
    if (!traffic.write) statistics_.miss_bytes += bytes;
    const double passed = traffic.write ? hbm_bytes(0, bytes) : hbm_bytes(bytes, 0);
    return {hbm_.pass(now, passed), true, 0, bytes};
  }

 private:
  Channel hbm_;
};

/// Everything passes L2. What a read misses comes from HBM, and dirty lines that make room go
/// there; a write allocates its line without reading it.
class L2AndHbm : public MemoryTiming {
 public:
  explicit L2AndHbm(const Knobs& knobs)
      : l2_(knobs.gm_l2_bandwidth),
        hbm_(knobs.gm_bandwidth),
        cache_(static_cast<std::uint64_t>(knobs.gm_l2_size) << 20,
               static_cast<L2Start>(knobs.gm_l2_start)) {}

  Served serve(Cycle now, const MemoryTraffic& traffic) override {
    std::uint64_t bytes = 0;
    L2Cache::Outcome outcome;
    for_each_row(traffic.rows, [&](const Pieces& pieces) {
      const std::uint64_t missed_before = outcome.missed_bytes;
      cache_.access(pieces.begin, pieces.end, traffic.write, outcome);
      bytes += pieces.end - pieces.begin;
      // Lines that a neighbour's row has brought in do not help a row that is rounded outwards
      // (intrinsics.md 6.4: rows of 12287 columns take what all their lines take).
      if (pieces.rounded && outcome.missed_bytes > missed_before) {
        outcome.missed_bytes = missed_before + (pieces.end - pieces.begin);
      }
    });
    statistics_.asked_bytes += std::uint64_t{traffic.rows.rows} * traffic.rows.row_bytes;
    statistics_.requested_bytes += bytes;
    statistics_.miss_bytes += outcome.missed_bytes;
    if (!traffic.write) statistics_.hit_bytes += bytes - outcome.missed_bytes;
    statistics_.written_back_bytes += outcome.evicted_bytes;
    const double from_l2 = l2_.pass(now, static_cast<double>(bytes));
    const std::uint64_t behind = outcome.missed_bytes + outcome.evicted_bytes;
    if (behind == 0) return {from_l2, false, bytes, 0};
    const double from_hbm = hbm_.pass(now, hbm_bytes(outcome.missed_bytes, outcome.evicted_bytes));
    return {std::max(from_l2, from_hbm), from_hbm > from_l2, bytes, behind};
  }

 private:
  Channel l2_, hbm_;
  L2Cache cache_;
};

}  // namespace

Pieces pieces_of(std::uint64_t address, std::uint64_t bytes) {
  const bool whole = address % kPieceBytes == 0 && bytes % kPieceBytes == 0;
  const std::uint64_t unit = whole ? kPieceBytes : kL2LineBytes;
  return {address / unit * unit, (address + bytes + unit - 1) / unit * unit, !whole};
}

std::unique_ptr<MemoryTiming> make_memory_timing(const Knobs& knobs) {
  if (knobs.gm_l2_size == 0) return std::make_unique<HbmAlone>(knobs);
  return std::make_unique<L2AndHbm>(knobs);
}

}  // namespace npusim
