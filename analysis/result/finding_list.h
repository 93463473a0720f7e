// SPDX-License-Identifier: Apache-2.0
// Findings of one check, each distinct one once with its count. Names and source lines are looked
// up only for the first of its kind.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "analysis/result/finding.h"
#include "models/arch/event.h"

namespace npusim::analysis {

class FindingList {
 public:
  /// `make` returns the Finding; called if no finding of the same hazard, memory, site, instruction
  /// and detail (what else tells two findings apart) stands here yet.
  template <typename Make>
  void add(std::string_view hazard, MemSpace space, Site site, std::uint16_t opcode,
           std::uint64_t detail, Make&& make) {
    const auto [found, fresh] =
        index_.try_emplace({std::string(hazard), space, site, opcode, detail}, findings_.size());
    if (fresh) {
      findings_.push_back(make());
    } else {
      ++findings_[found->second].count;
    }
  }

  const std::vector<Finding>& findings() const { return findings_; }

 private:
  std::map<std::tuple<std::string, MemSpace, Site, std::uint16_t, std::uint64_t>, std::size_t>
      index_;
  std::vector<Finding> findings_;
};

}  // namespace npusim::analysis
