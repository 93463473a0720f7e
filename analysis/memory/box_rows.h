// SPDX-License-Identifier: Apache-2.0
// Where bytes of an accumulator go when the fix pipe turns boxes of 16 lines into rows of GM.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/memory/span_positions.h"

namespace npusim::analysis {

/// Boxes of 16 x 16 elements of 4 bytes, a column of them `column_stride` from the next.
class BoxRows {
 public:
  /// `boxes` are all that one instruction reads of L0C, and not empty; `result` has a run a row.
  BoxRows(const std::vector<Span>& boxes, const Span& result)
      : first_(boxes.front().address), result_(result) {
    std::uint64_t bytes = 0;
    for (const Span& span : boxes) bytes += span.total_bytes();
    row_bytes_ = result.runs == 0 ? 0 : bytes / result.runs;
    column_stride_ = column_stride(boxes);
    // Several matrices, or boxes that leave as boxes: the spans do not say what goes where.
    known_ = result.groups == 1 && row_bytes_ > 0 && row_bytes_ * result.runs == bytes &&
             column_stride_ >= kLineBytes;
  }

  /// Positions of the result that come from `positions` of `source`, one of the boxes' spans.
  std::vector<Positions> from(const Span& source, const std::vector<Positions>& positions) const {
    if (!known_) return everything();
    std::vector<Positions> all;
    bool inside = true;
    for (const Positions& piece : positions) {
      for_positions(source, piece, [&](std::uint64_t begin, std::uint64_t end) {
        for (std::uint64_t at = begin - first_; at < end - first_;) {
          const std::uint64_t line = at % column_stride_ / kLineBytes;
          const std::uint64_t in_line = at % column_stride_ % kLineBytes;
          const std::uint64_t bytes = std::min(kLineBytes - in_line, end - first_ - at);
          const std::uint64_t column = at / column_stride_ * kLineBytes + in_line;
          inside = inside && line < result_.runs && column + bytes <= row_bytes_;
          const Positions in_row =
              scaled({column, column + bytes}, row_bytes_, result_.run_bytes, false);
          const std::uint64_t row = line * result_.run_bytes;
          append(all, {row + in_row.begin, row + in_row.end});
          at += bytes;
        }
      });
    }
    return inside ? all : everything();
  }

 private:
  static constexpr std::uint64_t kLineBytes = 64;

  /// With one column of boxes, anything that is more than it has.
  std::uint64_t column_stride(const std::vector<Span>& boxes) const {
    if (row_bytes_ <= kLineBytes) return ~std::uint64_t{0};
    if (row_bytes_ < 2 * kLineBytes) {  // the second column is a part of one, in a span of its own
      for (const Span& span : boxes) {
        if (span.run_bytes < kLineBytes) return span.address - first_;
      }
    }
    // Columns without a gap are one run.
    return boxes.front().runs > 1 ? static_cast<std::uint64_t>(boxes.front().run_stride)
                                  : result_.runs * kLineBytes;
  }
  std::vector<Positions> everything() const { return {{0, result_.total_bytes()}}; }

  std::uint64_t first_;
  Span result_;
  std::uint64_t row_bytes_ = 0;  ///< of the accumulator
  std::uint64_t column_stride_ = 0;
  bool known_ = false;
};

}  // namespace npusim::analysis
