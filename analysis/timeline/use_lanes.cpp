// SPDX-License-Identifier: Apache-2.0
#include "analysis/timeline/use_lanes.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "analysis/describe/site_text.h"
#include "analysis/timeline/anchors.h"

namespace npusim::analysis {
namespace {

constexpr std::size_t kMostReasons = 2000;
constexpr std::size_t kMostWaits = 600;  ///< of one swimlane

/// Why a pipe does what it does, and where in the program.
std::string reason_of(const TimeAccount& account, TimeUse use, const TimeEvent& event,
                      const SourceLookup& sources) {
  const std::string text = account.reasons().text(use, event, sources);
  const bool has_block = use != TimeUse::Dispatch && use != TimeUse::Idle;
  const std::string source = has_block ? source_text(sources, event.site) : "";
  return source.empty() ? text : text + " at " + source;
}

/// Numbers for reasons. Those beyond the limit have the place left out.
class Reasons {
 public:
  Reasons(const TimeAccount& account, const SourceLookup& sources)
      : account_(account), sources_(sources) {}

  std::uint32_t number(TimeUse use, const TimeEvent& event) {
    const Key key{use,        event.kind, event.site,          account_.reasons().set_site(event),
                  event.peer, event.id,   pipe_of(event.agent)};
    const auto known = numbers_.find(key);
    if (known != numbers_.end()) return known->second;
    TimeEvent placeless;
    placeless.agent = event.agent;
    placeless.kind = event.kind;
    placeless.peer = event.peer;
    const std::string text = texts_.size() < kMostReasons
                                 ? reason_of(account_, use, event, sources_)
                                 : account_.reasons().text(use, placeless, sources_);
    const auto [found, is_new] =
        by_text_.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
    if (is_new) texts_.push_back(text);
    return numbers_[key] = found->second;
  }
  std::vector<std::string> take_texts() { return std::move(texts_); }

 private:
  using Key = std::tuple<TimeUse, TimeKind, Site, Site, AgentId, std::uint8_t, Pipe>;
  const TimeAccount& account_;
  const SourceLookup& sources_;
  std::map<Key, std::uint32_t> numbers_;  ///< looked up, never iterated
  std::map<std::string, std::uint32_t> by_text_;
  std::vector<std::string> texts_;
};

/// One bar for what follows each other and is the same.
void append(std::vector<UseLane::Bar>& bars, const UseLane::Bar& bar) {
  if (!bars.empty() && bars.back().use == bar.use && bars.back().reason == bar.reason &&
      bars.back().percent == 100 && bar.percent == 100) {
    bars.back().length += bar.length;
  } else {
    bars.push_back(bar);
  }
}

/// Of bars put together, the use that took most of their time, and its longest one's reason.
UseLane::Bar together(const UseLane::Bar* begin, const UseLane::Bar* end) {
  std::array<Cycle, kTimeUseCount> sums{};
  UseLane::Bar result;
  for (const UseLane::Bar* bar = begin; bar != end; ++bar) {
    sums[static_cast<unsigned>(bar->use)] += bar->length;
    result.length += bar->length;
  }
  const auto most = std::max_element(sums.begin(), sums.end());
  result.use = static_cast<TimeUse>(most - sums.begin());
  Cycle longest = 0;
  for (const UseLane::Bar* bar = begin; bar != end; ++bar) {
    if (bar->use != result.use || bar->length <= longest) continue;
    longest = bar->length;
    result.reason = bar->reason;
  }
  result.percent = static_cast<std::uint8_t>(100 * *most / std::max<Cycle>(result.length, 1));
  return result;
}

/// Bars shorter than `finest` are put together until they are as long, or a longer one follows.
std::vector<UseLane::Bar> coarser(const std::vector<UseLane::Bar>& bars, Cycle finest) {
  std::vector<UseLane::Bar> result;
  const UseLane::Bar* first = bars.data();
  const UseLane::Bar* const end = bars.data() + bars.size();
  Cycle length = 0;
  for (const UseLane::Bar* bar = first; bar != end; ++bar) {
    if (bar->length < finest && length < finest) {
      length += bar->length;
      continue;
    }
    if (first != bar) result.push_back(together(first, bar));
    first = bar;
    length = bar->length;
  }
  if (first != end) result.push_back(together(first, end));
  return result;
}

std::size_t bar_count(const std::vector<UseLane>& lanes) {
  std::size_t count = 0;
  for (const UseLane& lane : lanes) count += lane.bars.size();
  return count;
}

/// When a swimlane's picture begins and ends.
std::pair<Cycle, Cycle> window_of(const Swimlane& lane) {
  Cycle begin = kNever, end = 0;
  for (const InstructionBar& bar : lane.bars) {
    begin = std::min(begin, bar.start);
    end = std::max(end, end_of(bar));
  }
  for (const SyncEvent& mark : lane.marks) {
    begin = std::min(begin, mark.cycle);
    end = std::max(end, mark.cycle);
  }
  return {begin, end};
}

/// A wait whose reason is not in words yet.
struct Wait {
  TimeEvent event;
  TimeUse use;
  Cycle begin, end;
};

/// Leaves the waits nearest to the accesses; all that are nearer than complete_within are there.
void keep_nearest(const Finding& finding, std::vector<Wait>& waits, Swimlane& lane) {
  if (waits.size() <= kMostWaits) return;
  const Anchors anchors(finding);
  std::vector<std::pair<Cycle, std::size_t>> order;
  for (std::size_t i = 0; i < waits.size(); ++i) {
    order.emplace_back(anchors.distance(waits[i].begin, waits[i].end), i);
  }
  std::sort(order.begin(), order.end());
  const Cycle first_out = order[kMostWaits].first;
  lane.complete_within = std::min(lane.complete_within, first_out == 0 ? 0 : first_out - 1);
  order.resize(kMostWaits);
  std::sort(order.begin(), order.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; });
  std::vector<Wait> kept;
  for (const auto& [away, index] : order) kept.push_back(waits[index]);
  waits = std::move(kept);
}

}  // namespace

UseLanes use_lanes(const TimeAccount& account, Cycle cycles, const SourceLookup& sources,
                   std::size_t most) {
  UseLanes result;
  Reasons reasons(account, sources);
  for (const AgentId agent : account.agents()) {
    UseLane& lane = result.lanes.emplace_back();
    lane.agent = agent;
    account.each_use(agent, cycles,
                     [&](const TimeEvent& event, TimeUse use, Cycle begin, Cycle end) {
                       append(lane.bars, {end - begin, use, reasons.number(use, event), 100});
                     });
  }
  result.reasons = reasons.take_texts();
  const std::vector<UseLane> exact = result.lanes;
  while (bar_count(result.lanes) > most) {
    result.finest *= 2;
    for (std::size_t i = 0; i < exact.size(); ++i) {
      result.lanes[i].bars = coarser(exact[i].bars, result.finest);
    }
  }
  return result;
}

void add_waits(const TimeAccount& account, Cycle cycles, const std::vector<Finding>& findings,
               const SourceLookup& sources, RunPicture& picture) {
  std::vector<std::vector<Wait>> waits(picture.swimlanes.size());
  std::map<AgentId, std::vector<std::size_t>> swimlanes;
  std::vector<std::pair<Cycle, Cycle>> windows;
  for (std::size_t i = 0; i < picture.swimlanes.size(); ++i) {
    windows.push_back(window_of(picture.swimlanes[i]));
    for (const AgentId agent : picture.swimlanes[i].lanes) swimlanes[agent].push_back(i);
  }
  for (const AgentId agent : account.agents()) {
    const auto shown = swimlanes.find(agent);
    if (shown == swimlanes.end()) continue;
    account.each_use(
        agent, cycles, [&](const TimeEvent& event, TimeUse use, Cycle begin, Cycle end) {
          if (use == TimeUse::Busy) return;
          for (const std::size_t i : shown->second) {
            const auto& [first, last] = windows[i];
            if (end <= first || begin >= last) continue;
            waits[i].push_back({event, use, std::max(begin, first), std::min(end, last)});
          }
        });
  }
  for (std::size_t i = 0; i < picture.swimlanes.size(); ++i) {
    Swimlane& lane = picture.swimlanes[i];
    keep_nearest(findings[lane.finding], waits[i], lane);
    for (const Wait& wait : waits[i]) {
      lane.waits.push_back({wait.event.agent, wait.use, wait.begin, wait.end,
                            reason_of(account, wait.use, wait.event, sources)});
    }
  }
}

void draw_time(const TimeAccount& account, const RunReport& report, const SourceLookup& sources,
               RunPicture& picture) {
  picture.uses = use_lanes(account, report.cycles, sources);
  add_waits(account, report.cycles, report.findings, sources, picture);
}

}  // namespace npusim::analysis
