// SPDX-License-Identifier: Apache-2.0
// Collects races as findings: each distinct one once, with its count.
//
// Two races are the same finding if their kind, memory, and both lines and instructions are the
// same. A race whose edge would also remove a later one of the same first access (same pipe behind,
// same run) stands for it: the later one is a consequence and only counted.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "analysis/describe/buffer_map.h"
#include "analysis/race/race.h"
#include "analysis/race/race_advice.h"
#include "analysis/race/racy_reads.h"
#include "analysis/result/finding.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

class RaceFindings : public RaceSink {
 public:
  RaceFindings(const BufferMap& buffers, const AdviceContext& context, const SourceLookup& sources,
               RacyReads& racy_reads)
      : buffers_(buffers), context_(context), sources_(sources), racy_reads_(racy_reads) {}

  void on_race(const Race& race) override;

  /// All of them, in order of first occurrence.
  std::vector<Finding> findings() const;
  std::size_t count() const { return groups_.size(); }

 private:
  using Half = std::tuple<Site, std::uint16_t, std::uint16_t, Pipe>;
  using Key = std::tuple<RaceKind, MemSpace, bool, bool, bool, Half, Half>;
  struct Group {
    Race race;
    NamedRange first_range, second_range;  ///< names at that time; heap blocks change
    unsigned hazards = 0;                  ///< one bit each
    std::uint64_t count = 0;
    std::uint64_t consequences = 0;
  };
  struct Representative {
    std::size_t group;
    InstructionId second;
  };

  bool is_consequence(const Race& race);
  bool follows_from_a_reader(const Group& group) const;
  Finding finding_of(const Group& group) const;
  void weigh_lanes(const Race& race, std::size_t group, Finding& finding) const;

  const BufferMap& buffers_;
  AdviceContext context_;
  const SourceLookup& sources_;
  RacyReads& racy_reads_;  ///< races by the number of their group
  std::map<Key, std::size_t> index_;
  std::vector<Group> groups_;
  /// By first instruction, agent and run of the second access.
  std::map<std::tuple<InstructionId, AgentId, RunId>, Representative> representatives_;
};

}  // namespace npusim::analysis
