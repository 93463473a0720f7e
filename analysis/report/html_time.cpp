// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/html_time.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace npusim::analysis {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostWaits = 50;
constexpr std::size_t kMostParts = 200;  ///< of the critical path
constexpr std::size_t kMostTasks = 100;
constexpr std::size_t kMostShapes = 50;

/// Says how many rows are not there.
void shorten(Json& time, const std::string& key, std::size_t most) {
  Json& rows = time[key];
  const std::size_t out = rows.size() - std::min(rows.size(), most);
  rows.erase(rows.end() - static_cast<std::ptrdiff_t>(out), rows.end());
  time[key + "_left_out"] = out;
}

/// A longer path becomes one part a task, in order of their first ones; the last holds the rest.
void shorten_path(Json& time) {
  Json& path = time["critical_path"];
  time["critical_path_by_task"] = path.size() > kMostParts;
  if (path.size() <= kMostParts) return;
  Json parts = Json::array();
  std::map<std::string, std::size_t> places;
  for (const Json& part : path) {
    std::string task = part["task"];
    if (!places.contains(task) && parts.size() >= kMostParts) task = "(others)";
    const auto [place, is_new] = places.try_emplace(task, parts.size());
    if (is_new) {
      parts.push_back(part);
      parts.back()["task"] = task;
      continue;
    }
    Json& sum = parts[place->second];
    sum["cycles"] = sum["cycles"].get<Cycle>() + part["cycles"].get<Cycle>();
    for (const auto& [use, cycles] : part["uses"].items()) {
      sum["uses"][use] = sum["uses"][use].get<Cycle>() + cycles.get<Cycle>();
    }
  }
  path = std::move(parts);
}

/// The tasks that took longest.
void shorten_work(Json& time) {
  Json& tasks = time["roofline"];
  std::stable_sort(tasks.begin(), tasks.end(), [](const Json& a, const Json& b) {
    return a["cycles"].get<Cycle>() > b["cycles"].get<Cycle>();
  });
  shorten(time, "roofline", kMostTasks);
}

}  // namespace

void shorten_time(Json& time) {
  shorten(time, "critical_lines", kMostWaits);
  shorten(time, "waits", kMostWaits);
  shorten(time, "shapes", kMostShapes);
  shorten_path(time);
  shorten_work(time);
}

Json uses_json(const UseLanes& uses) {
  Json lanes = Json::array();
  for (const UseLane& lane : uses.lanes) {
    Json row = {{"core", core_name(core_of(lane.agent))},
                {"pipe", name(pipe_of(lane.agent))},
                {"length", Json::array()},
                {"use", Json::array()},
                {"reason", Json::array()},
                {"percent", Json::array()}};
    bool exact = true;
    for (const UseLane::Bar& bar : lane.bars) {
      row["length"].push_back(bar.length);
      row["use"].push_back(static_cast<unsigned>(bar.use));
      row["reason"].push_back(bar.reason);
      row["percent"].push_back(bar.percent);
      exact = exact && bar.percent == 100;
    }
    if (exact) row["percent"].clear();
    lanes.push_back(std::move(row));
  }
  return {{"names", kTimeUseNames},
          {"lanes", std::move(lanes)},
          {"reasons", uses.reasons},
          {"finest", uses.finest}};
}

}  // namespace npusim::analysis
