// SPDX-License-Identifier: Apache-2.0
// Rows of a run in order of time, of which at most `limit` are held: the latest ones, and those
// nearest to the findings known so far.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "analysis/timeline/anchors.h"

namespace npusim::analysis {

/// Swimlanes of a report at most; later findings are listed without.
inline constexpr std::size_t kMaxSwimlanes = 40;

template <typename Row>
class KeptRows {
 public:
  struct Nearest {
    std::vector<Row> rows;  ///< in order of time
    std::uint64_t left_out = 0;
    Cycle complete_within = kNever;  ///< all rows so near are there; kNever: all rows
  };

  /// `near`: rows kept around each finding. `limit` is far more than kMaxSwimlanes * near.
  KeptRows(std::size_t limit, std::size_t near) : limit_(limit), near_(near) {}

  bool full() const { return rows_.size() >= limit_; }
  std::size_t size() const { return rows_.size(); }
  void push(const Row& row) { rows_.push_back(row); }
  Row& operator[](std::size_t index) { return rows_[index]; }

  /// Drops rows of the older half that are neither near one of `findings` nor `needed`; calls
  /// `moved(row, index)` for each that is left.
  template <typename Needed, typename Moved>
  void thin(const std::vector<Finding>& findings, Needed needed, Moved moved) {
    std::vector<bool> kept(rows_.size(), false);
    const std::size_t half = rows_.size() / 2;
    for (std::size_t i = 0; i < rows_.size(); ++i) kept[i] = i >= half || needed(rows_[i]);
    for (std::size_t i = 0; i < std::min(findings.size(), kMaxSwimlanes); ++i) {
      const Anchors anchors(findings[i]);
      watched_.try_emplace(anchors, thinned_until_);
      for (const std::size_t row : select(anchors).rows) kept[row] = true;
    }
    thinned_until_ = begin_of(rows_[half]);
    std::size_t count = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (!kept[i]) continue;
      rows_[count] = rows_[i];
      moved(rows_[count], count);
      ++count;
    }
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(count), rows_.end());
  }

  Nearest nearest(const Anchors& anchors) const {
    const Selection selection = select(anchors);
    Nearest result{{}, selection.left_out, selection.complete_within};
    for (const std::size_t row : selection.rows) result.rows.push_back(rows_[row]);
    // What thinning dropped before the finding was known may have been near it.
    const auto watched = watched_.find(anchors);
    const Cycle lost_until = watched == watched_.end() ? thinned_until_ : watched->second;
    if (lost_until > 0) {
      result.complete_within = std::min(result.complete_within, anchors.distance(0, lost_until));
    }
    return result;
  }

 private:
  struct Selection {
    std::vector<std::size_t> rows;  ///< ascending
    std::uint64_t left_out = 0;
    Cycle complete_within = kNever;
  };

  Selection select(const Anchors& anchors) const {
    std::vector<std::pair<Cycle, std::size_t>> candidates;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (!anchors.involve(rows_[i].agent)) continue;
      candidates.emplace_back(anchors.distance(begin_of(rows_[i]), end_of(rows_[i])), i);
    }
    Selection selection;
    if (candidates.size() > near_) {
      const auto first_out = candidates.begin() + static_cast<std::ptrdiff_t>(near_);
      std::nth_element(candidates.begin(), first_out, candidates.end());
      selection.complete_within = first_out->first == 0 ? 0 : first_out->first - 1;
      selection.left_out = candidates.size() - near_;
      candidates.erase(first_out, candidates.end());
    }
    for (const auto& [away, row] : candidates) selection.rows.push_back(row);
    std::sort(selection.rows.begin(), selection.rows.end());
    return selection;
  }

  std::size_t limit_;
  std::size_t near_;
  std::vector<Row> rows_;
  Cycle thinned_until_ = 0;
  std::map<Anchors, Cycle> watched_;  ///< what had been thinned when a finding was first known
};

}  // namespace npusim::analysis
