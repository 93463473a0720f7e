// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/minimize.h"

#include <algorithm>
#include <optional>

namespace npusim {
namespace {

using Deviation = std::pair<ChoiceName, std::uint64_t>;
using Deviations = std::vector<Deviation>;

Schedule schedule_of(const Deviations& deviations) {
  Schedule schedule;
  schedule.calm = true;
  schedule.deviations.insert(deviations.begin(), deviations.end());
  return schedule;
}

/// `deviations` in `parts` pieces of about equal length. Neighbours are of one kind and agent, so
/// pieces are too.
std::vector<Deviations> split(const Deviations& deviations, std::size_t parts) {
  std::vector<Deviations> pieces;
  for (std::size_t i = 0; i < parts; ++i) {
    const auto begin = static_cast<std::ptrdiff_t>(deviations.size() * i / parts);
    const auto end = static_cast<std::ptrdiff_t>(deviations.size() * (i + 1) / parts);
    pieces.emplace_back(deviations.begin() + begin, deviations.begin() + end);
  }
  return pieces;
}

Deviations all_but(const std::vector<Deviations>& pieces, std::size_t left_out) {
  Deviations rest;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i != left_out) rest.insert(rest.end(), pieces[i].begin(), pieces[i].end());
  }
  return rest;
}

class Minimizer {
 public:
  Minimizer(const FailureTest& fails, std::size_t batch)
      : fails_(fails), batch_(std::max<std::size_t>(batch, 1)) {}

  Deviations fewest(Deviations deviations) {
    if (first_failing({{}})) return {};
    std::size_t parts = 2;
    while (deviations.size() > 1) {
      const std::vector<Deviations> pieces = split(deviations, parts);
      std::vector<Deviations> candidates = pieces;
      if (parts > 2) {
        for (std::size_t i = 0; i < parts; ++i) candidates.push_back(all_but(pieces, i));
      }
      if (const auto found = first_failing(candidates)) {
        const bool one_piece = *found < parts;
        deviations = candidates[*found];
        parts = one_piece ? 2 : std::max<std::size_t>(parts - 1, 2);
      } else if (parts < deviations.size()) {
        parts = std::min(parts * 2, deviations.size());
      } else {
        break;
      }
    }
    return deviations;
  }

  /// Each value as small as it can be with the others as they are.
  void smallest(Deviations& deviations) {
    for (Deviation& deviation : deviations) {
      std::uint64_t passing = 0, failing = deviation.second;
      while (failing - passing > 1) {
        // As many values at once as may run side by side.
        std::vector<std::uint64_t> values;
        const std::uint64_t steps = std::min<std::uint64_t>(batch_, failing - passing - 1);
        for (std::uint64_t i = 1; i <= steps; ++i) {
          values.push_back(passing + (failing - passing) * i / (steps + 1));
        }
        std::vector<Schedule> schedules;
        for (const std::uint64_t value : values) {
          deviation.second = value;
          schedules.push_back(schedule_of(deviations));
        }
        const std::vector<bool> failed = fails_(schedules);
        const auto first = std::find(failed.begin(), failed.end(), true);
        const auto index = static_cast<std::size_t>(first - failed.begin());
        if (index > 0) passing = values[index - 1];
        if (first != failed.end()) failing = values[index];
      }
      deviation.second = failing;
    }
  }

 private:
  /// Index of the first candidate that fails.
  std::optional<std::size_t> first_failing(const std::vector<Deviations>& candidates) {
    for (std::size_t begin = 0; begin < candidates.size(); begin += batch_) {
      const std::size_t end = std::min(begin + batch_, candidates.size());
      std::vector<Schedule> schedules;
      for (std::size_t i = begin; i < end; ++i) schedules.push_back(schedule_of(candidates[i]));
      const std::vector<bool> failed = fails_(schedules);
      const auto first = std::find(failed.begin(), failed.end(), true);
      if (first != failed.end()) return begin + static_cast<std::size_t>(first - failed.begin());
    }
    return {};
  }

  const FailureTest& fails_;
  std::size_t batch_;
};

}  // namespace

Schedule minimize(const Schedule& failing, const FailureTest& fails, std::size_t batch) {
  Minimizer minimizer(fails, batch);
  Deviations deviations = minimizer.fewest({failing.deviations.begin(), failing.deviations.end()});
  minimizer.smallest(deviations);
  return schedule_of(deviations);
}

}  // namespace npusim
