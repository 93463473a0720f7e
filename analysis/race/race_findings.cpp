// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/race_findings.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/describe/site_facts.h"
#include "analysis/describe/site_text.h"

namespace npusim::analysis {
namespace {

/// A read that comes too early says more than the write that stands beside it in one instruction.
Hazard strongest(unsigned hazards) {
  if ((hazards & 1u << static_cast<unsigned>(Hazard::RAW)) != 0) return Hazard::RAW;
  if ((hazards & 1u << static_cast<unsigned>(Hazard::WAR)) != 0) return Hazard::WAR;
  return Hazard::WAW;
}

Pipe pipe_or_s(AgentId agent) { return is_core_agent(agent) ? pipe_of(agent) : Pipe::S; }

AccessSite site_of(const Access& access, const NamedRange& range, const TaskTable& tasks,
                   const SourceLookup& sources) {
  AccessSite site = place_of(access.agent, access.block, tasks);
  set_instruction(site, sources, access.site, access.opcode, access.tile_op);
  site.op.is_write_back = access.effect == Effect::Rewrite;
  site.range = range;
  site.is_write = is_write(access);
  site.cycle = access.cycle;
  site.instruction = access.instruction;
  return site;
}

/// Stands for no other one: it may turn out to be a note.
bool may_be_harmless(const Race& race) {
  return race.beyond_valid_region() || race.in_whole_repeats();
}

NamedRange overlap_of(const Race& race, const BufferMap& buffers) {
  return buffers.range_of(race.first.space,
                          contiguous(race.begin, static_cast<std::uint32_t>(race.end - race.begin)),
                          race.first.block.task);
}

}  // namespace

bool RaceFindings::is_consequence(const Race& race) {
  if (!race.same_run || race.first.instruction == 0 || may_be_harmless(race)) return false;
  if (race.kind != RaceKind::Unordered && race.kind != RaceKind::StoreVisibility) return false;
  const auto [found, fresh] =
      representatives_.try_emplace({race.first.instruction, race.second.agent, race.second.run},
                                   Representative{groups_.size(), race.second.instruction});
  if (fresh || race.second.instruction < found->second.second) {
    found->second.second = race.second.instruction;
    return false;
  }
  Group& group = groups_[found->second.group];
  if (race.second.instruction == found->second.second) {
    group.hazards |= 1u << static_cast<unsigned>(race.hazard);
  } else {
    ++group.consequences;
  }
  return true;
}

void RaceFindings::on_race(const Race& race) {
  if (is_consequence(race)) return;
  const auto half = [](const Access& access) {
    return Half{access.site, access.opcode, access.tile_op, pipe_or_s(access.agent)};
  };
  const auto [found, fresh] =
      index_.try_emplace(Key{race.kind, race.first.space, race.same_run, race.beyond_valid_region(),
                             race.in_whole_repeats(), half(race.first), half(race.second)},
                         groups_.size());
  if (fresh) {
    const auto range_of = [&](const Access& access) {
      return buffers_.range_of(access.space, access.span, access.block.task);
    };
    groups_.push_back({race, range_of(race.first), range_of(race.second), 0, 0, 0});
  }
  Group& group = groups_[found->second];
  group.hazards |= 1u << static_cast<unsigned>(race.hazard);
  group.count += race.pairs;
  if (race.in_whole_repeats()) racy_reads_.add({race.begin, race.end, found->second});
  if (race.same_run && race.first.instruction != 0 && !may_be_harmless(race)) {
    const auto representative =
        representatives_.find({race.first.instruction, race.second.agent, race.second.run});
    if (representative != representatives_.end()) representative->second.group = found->second;
  }
}

Finding RaceFindings::finding_of(const Group& group) const {
  Race race = group.race;
  race.hazard = strongest(group.hazards);
  Finding finding;
  finding.check = "race";
  finding.hazard = name(race.hazard);
  finding.space = name(race.first.space);
  finding.first = site_of(race.first, group.first_range, context_.tasks, sources_);
  finding.second = site_of(race.second, group.second_range, context_.tasks, sources_);
  // In place, the second access's other half may be the one that the hazard is about.
  if (race.hazard == Hazard::RAW) finding.second.is_write = false;
  const RaceAdvice advice = advise_race(race, finding.first, finding.second, context_);
  rest_on(finding, advice.rule);
  finding.missing_edge = advice.missing_edge;
  finding.fix = advice.fix;
  finding.count = group.count;
  if (race.kind == RaceKind::AtomicOrder) finding.severity = Severity::Note;
  finding.message =
      fmt::format("{} and {} both touch {}: {}", anchor(finding.first), anchor(finding.second),
                  text_of(overlap_of(race, buffers_)), finding.missing_edge);
  weigh_lanes(race, static_cast<std::size_t>(&group - groups_.data()), finding);
  return finding;
}

/// What lies beyond every valid region is a note.
void RaceFindings::weigh_lanes(const Race& race, std::size_t group, Finding& finding) const {
  if (race.beyond_valid_region()) {
    const AccessSite& reader = race.second.beyond ? finding.second : finding.first;
    rest_on(finding, "tile.valid_region");
    finding.severity = Severity::Note;
    finding.message += fmt::format(
        "; {} reads there beyond the valid region: followed to its result, where they lie beyond "
        "it as well and count as not written, so a use of them would be a finding of its own",
        anchor(reader));
  }
  if (race.in_whole_repeats() && racy_reads_.reaches_nothing(group)) {
    finding.severity = Severity::Note;
    finding.message += fmt::format(
        "; {} reads whole repeats: followed to the end of the run, the result of these lanes "
        "reaches no output, no address and no branch",
        anchor(finding.second));
  }
}

/// A pipe that refills a buffer too early races with the reader of what it wrote before, and with
/// that earlier write of its own. The reader's release orders both, so the reader stands for both.
bool RaceFindings::follows_from_a_reader(const Group& group) const {
  const Race& race = group.race;
  if (race.first.agent != race.second.agent ||
      (!race.same_run && race.first.space == MemSpace::GM) ||
      strongest(group.hazards) != Hazard::WAW) {
    return false;
  }
  return std::any_of(groups_.begin(), groups_.end(), [&](const Group& other) {
    const Race& reader = other.race;
    return strongest(other.hazards) == Hazard::WAR && reader.same_run == race.same_run &&
           reader.first.agent != reader.second.agent && reader.second.agent == race.second.agent &&
           reader.second.site == race.second.site && reader.second.opcode == race.second.opcode &&
           reader.first.instruction > race.first.instruction &&
           reader.first.space == race.first.space && reader.begin < race.end &&
           race.begin < reader.end;
  });
}

std::vector<Finding> RaceFindings::findings() const {
  std::vector<Finding> all;
  // Inlined copies of a line have several addresses: they are one line to people.
  std::map<std::tuple<std::string, std::string, std::string, SourcePlace, Operation, SourcePlace,
                      Operation>,
           std::size_t>
      seen;
  std::vector<std::uint64_t> consequences;  // of each finding, all copies together
  for (const Group& group : groups_) {
    if (follows_from_a_reader(group)) continue;
    Finding finding = finding_of(group);
    const auto [found, fresh] =
        seen.try_emplace({finding.hazard, finding.space, finding.rule, finding.first.source,
                          finding.first.op, finding.second.source, finding.second.op},
                         all.size());
    if (fresh || !finding.first.source.known() || !finding.second.source.known()) {
      all.push_back(std::move(finding));
      consequences.push_back(group.consequences);
    } else {
      all[found->second].count += finding.count;
      consequences[found->second] += group.consequences;
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (consequences[i] == 0) continue;
    all[i].message += fmt::format("; {} later pairs follow from it", consequences[i]);
  }
  return all;
}

}  // namespace npusim::analysis
