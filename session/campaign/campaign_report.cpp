// SPDX-License-Identifier: Apache-2.0
#include "session/campaign/campaign_report.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "analysis/campaign/campaign_table.h"
#include "analysis/campaign/race_outcomes.h"
#include "analysis/result/exit_status.h"
#include "session/run/replay_text.h"
#include "session/run/version.h"
#include "sim/program/build_error.h"
#include "traces/arrays/column_file.h"

namespace npusim::session {
namespace {

constexpr const char* kTable = "campaign.md";
constexpr const char* kColumns = "campaign.h5";

std::string title(const CampaignSettings& settings, const CampaignResult& result) {
  return fmt::format("npusim {}: {}, {} of {} runs, strategy {}, first seed {}", version(),
                     settings.run.program, result.outcomes.size(), result.planned,
                     settings.strategy, settings.run.schedule.seed);
}

/// The command that repeats the first run of the first group that is not "pass".
std::string replay_of_first_failure(const CampaignSettings& settings,
                                    const std::vector<analysis::OutcomeGroup>& groups) {
  for (const analysis::OutcomeGroup& group : groups) {
    if (group.label == "pass") continue;
    RunSettings run = settings.run;
    run.schedule = parse_schedule(group.first_schedule);
    std::string text = replay_command(run);
    for (std::size_t begin = 0; begin < group.row.size();) {
      const std::size_t end = std::min(group.row.find(' ', begin), group.row.size());
      text += " --set " + group.row.substr(begin, end - begin);
      begin = end + 1;
    }
    return text;
  }
  return "";
}

std::vector<traces::FileColumn> columns(const CampaignResult& result) {
  std::vector<std::string> rows, schedules, labels, places, stalls;
  std::vector<std::uint64_t> numbers, statuses, mismatched, findings, cycles, digests;
  for (const analysis::RunOutcome& outcome : result.outcomes) {
    rows.push_back(outcome.row);
    numbers.push_back(outcome.number);
    schedules.push_back(outcome.schedule);
    labels.push_back(outcome.label);
    statuses.push_back(static_cast<std::uint64_t>(outcome.exit_status));
    stalls.push_back(outcome.stall);
    findings.push_back(outcome.found.size());
    cycles.push_back(outcome.cycles);
    digests.push_back(outcome.digest);
    std::string place;
    std::uint64_t elements = 0;
    for (const analysis::WrongOutput& output : outcome.wrong) {
      place += (place.empty() ? "" : ", ") + box_text(output);
      elements += output.mismatched;
    }
    places.push_back(std::move(place));
    mismatched.push_back(elements);
  }
  return {{"row", rows},      {"number", numbers},       {"schedule", schedules},
          {"label", labels},  {"exit_status", statuses}, {"mismatched", mismatched},
          {"wrong", places},  {"stall", stalls},         {"findings", findings},
          {"cycles", cycles}, {"digest", digests}};
}

std::vector<analysis::RaceOutcome> races_of(const CampaignResult& result) {
  return analysis::race_outcomes(result.outcomes, result.rows, result.races);
}

std::vector<traces::FileColumn> race_columns(const CampaignResult& result) {
  std::vector<std::string> rows, races, outcomes, schedules, reversed;
  for (const analysis::RaceOutcome& race : races_of(result)) {
    rows.push_back(race.row);
    races.push_back(race.race);
    outcomes.push_back(race.outcome);
    schedules.push_back(race.schedule);
    reversed.push_back(race.reversed);
  }
  return {{"row", rows},
          {"race", races},
          {"outcome", outcomes},
          {"schedule", schedules},
          {"reversed", reversed}};
}

/// A paragraph for each race: lines are too long for columns.
std::string race_text(const CampaignResult& result) {
  std::string text;
  for (const analysis::RaceOutcome& race : races_of(result)) {
    text += fmt::format("  {}{}{}\n    {}\n", race.row, race.row.empty() ? "" : ": ", race.race,
                        race.outcome);
    if (!race.schedule.empty()) text += "    " + race.schedule + "\n";
    if (!race.reversed.empty()) text += "    the other order: " + race.reversed + "\n";
  }
  return text;
}

std::string markdown(const CampaignSettings& settings, const CampaignResult& result) {
  const auto groups = analysis::group_outcomes(result.outcomes, result.rows);
  std::string text = fmt::format("{}\n\n{}", title(settings, result),
                                 analysis::markdown_table(analysis::outcome_table(groups)));
  const std::vector<analysis::RaceOutcome> races = races_of(result);
  if (!races.empty()) text += "\n" + analysis::markdown_table(analysis::race_table(races));
  for (const std::string& note : result.notes) text += "\n" + note + "\n";
  const std::string replay = replay_of_first_failure(settings, groups);
  if (!replay.empty()) text += fmt::format("\nThe first failure again: `{}`\n", replay);
  return text;
}

}  // namespace

std::string campaign_text(const CampaignSettings& settings, const CampaignResult& result) {
  const auto groups = analysis::group_outcomes(result.outcomes, result.rows);
  std::string text = title(settings, result);
  if (result.resumed > 0) text += fmt::format(", {} taken over", result.resumed);
  text += "\n\n" + analysis::text_table(analysis::outcome_table(groups), 2);
  text += "\n" + race_text(result);
  for (const std::string& note : result.notes) text += note + "\n";
  const std::string replay = replay_of_first_failure(settings, groups);
  if (!replay.empty()) text += fmt::format("\nthe first failure again: {}\n", replay);
  return text;
}

void write_campaign(const CampaignSettings& settings, const CampaignResult& result) {
  traces::write_tables(*settings.out / kColumns,
                       {{"runs", columns(result)}, {"races", race_columns(result)}},
                       {{"npusim_version", std::string(version())},
                        {"program", settings.run.program},
                        {"strategy", settings.strategy}});
  const std::filesystem::path file = *settings.out / kTable;
  std::ofstream out(file, std::ios::binary);
  out << markdown(settings, result) << std::flush;
  if (!out) {
    throw InputError(file.string(), "", "a file that can be written", std::strerror(errno),
                     "check the folder's rights and the space on the disk");
  }
}

bool has_campaign_table(const std::filesystem::path& folder) {
  return std::filesystem::exists(folder / kTable);
}

void remove_campaign_tables(const std::filesystem::path& folder) {
  for (const char* name : {kTable, kColumns}) std::filesystem::remove(folder / name);
}

int campaign_status(const CampaignResult& result) {
  for (const int status : {int{analysis::kExitInternal}, int{analysis::kExitBadInput},
                           int{analysis::kExitInconclusive}, int{analysis::kExitStall},
                           int{analysis::kExitRace}, int{analysis::kExitMismatch}}) {
    const bool any = std::any_of(
        result.outcomes.begin(), result.outcomes.end(),
        [&](const analysis::RunOutcome& outcome) { return outcome.exit_status == status; });
    if (any) return status;
  }
  return analysis::kExitClean;
}

}  // namespace npusim::session
