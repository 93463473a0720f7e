// SPDX-License-Identifier: Apache-2.0
// npusim explore: many runs of a program under different schedules, and a table of what came of
// them.
#include <algorithm>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/output_files.h"
#include "cli/run_options.h"
#include "cli/usage_message.h"
#include "session/campaign/campaign.h"
#include "session/campaign/campaign_report.h"
#include "session/campaign/strategies.h"

namespace npusim::cli {
namespace {

constexpr const char* kExploreExample =
    "Examples:\n"
    "  npusim explore compressor/ratio4-spmd --schedules 200 --jobs 2\n"
    "  npusim explore my_program --strategy directed --schedules 20\n"
    "  npusim explore my_program --schedules 40 --matrix gm.store_visible=at_fence,at_flag "
    "--out campaign\n"
    "A campaign in a folder (--out) that was interrupted goes on when it is started again.";

struct ExploreOptions : RunCommandOptions {
  session::CampaignSettings campaign;
  std::vector<std::string> matrix;
};

/// "KNOB=V,V" as a knob and its values. Throws UsageError.
std::pair<std::string, std::vector<std::string>> parse_matrix(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals + 1 == text.size()) {
    throw session::UsageError(fmt::format("--matrix takes KNOB=VALUE,VALUE, not '{}'", text));
  }
  std::pair<std::string, std::vector<std::string>> result{
      text.substr(0, equals), CLI::detail::split(text.substr(equals + 1), ',')};
  std::set<std::string> values;
  for (const std::string& value : result.second) {
    try {
      Knobs().set(result.first, value);
    } catch (const std::invalid_argument& error) {
      throw session::UsageError(fmt::format("--matrix {}: {}", text, error.what()));
    }
    if (!values.insert(value).second) {
      throw session::UsageError(fmt::format("--matrix {}: '{}' stands twice", text, value));
    }
  }
  return result;
}

std::string strategy_help() {
  std::string text = "One of";
  for (const session::Strategy& strategy : session::strategies())
    text += fmt::format("\n  {}: {}", strategy.name, strategy.does);
  return text;
}

void explore(ExploreOptions& options, Context& context) {
  options.finish();
  session::CampaignSettings& campaign = options.campaign;
  campaign.run = options.settings;
  if (campaign.out) require_no_standard_output("--out", campaign.out->string(), "a folder");
  for (const std::string& text : options.matrix) campaign.matrix.push_back(parse_matrix(text));
  const auto work = [&](session::WorkerLink& link) {
    const session::CampaignResult result = context.engine.explore(campaign, link.progress());
    if (!result.speaks) return int{analysis::kExitClean};
    link.out(session::campaign_text(campaign, result));
    if (campaign.out) session::write_campaign(campaign, result);
    return session::campaign_status(result);
  };
  WorkerCommand command = options.worker_command();
  if (campaign.out) command.sandbox.write.push_back(*campaign.out);
  do_in_worker(command, work, context);
}

}  // namespace

void add_explore_command(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("explore", "Run a program under many schedules and sum up");
  command->footer(kExploreExample);
  auto options = std::make_shared<ExploreOptions>();
  session::CampaignSettings& campaign = options->campaign;
  options->checks = "none";
  options->add_program(*command);
  command->add_option("--schedules", campaign.schedules, "How many, for each row of the matrix")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}));
  std::vector<std::string> names;
  for (const session::Strategy& strategy : session::strategies()) {
    names.emplace_back(strategy.name);
  }
  command->add_option("--strategy", campaign.strategy, strategy_help())
      ->type_name("NAME")
      ->capture_default_str()
      ->check(CLI::IsMember(names));
  command->add_option("--depth", campaign.depth, "Orders that a failure needs, for pct")
      ->type_name("D")
      ->capture_default_str()
      ->check(CLI::Range(1u, 10u));
  command->add_option("--seed", options->settings.schedule.seed, "First seed")
      ->check(whole_number())
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--jobs", campaign.jobs, "Processes at once")
      ->type_name("J")
      ->capture_default_str()
      ->check(CLI::Range(1u, 1024u));
  command
      ->add_option("--matrix", options->matrix,
                   "One row of the table for each value of a knob; repeatable: all combinations")
      ->type_name("KNOB=V,V")
      ->allow_extra_args(false);
  command->add_flag("--until-failure", campaign.until_failure, "Stop at the first run that fails");
  command->add_option("--out", campaign.out, "Folder for the results, and to go on from")
      ->type_name("DIR");
  command->add_flag("--fresh", campaign.fresh, "Forget the runs that are in the folder already");
  command->add_flag("--quiet", options->quiet, "No progress");
  options->add_program_options(*command);
  options->add_checks_option(*command);
  command->callback([options, &context] { explore(*options, context); });
}

}  // namespace npusim::cli
