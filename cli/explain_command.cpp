// SPDX-License-Identifier: Apache-2.0
// npusim explain: one rule or one check, whole.
#include <memory>

#include <fmt/format.h>

#include "analysis/report/checks.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "models/arch/rules.h"

namespace npusim::cli {
namespace {

constexpr const char* kExplainExample = "Example:\n  npusim explain ub.scalar_store_posted";
constexpr std::size_t kWidth = 96;

std::string explanation(const RuleInfo& rule) {
  return fmt::format("rule {} ({})\n\n{}\nsource: {}\n", rule.id, rule.certainty,
                     wrapped(rule.statement, 0, kWidth), rule.source);
}

std::string explanation(const analysis::CheckInfo& check) {
  return fmt::format("check {}: {}\n\n{}\nexit status of a run with such a finding: {}\n{}\n",
                     check.id, check.title, wrapped(check.finds, 0, kWidth),
                     static_cast<int>(check.exit_status),
                     check.selectable ? "on by default; --checks chooses" : "always on");
}

void explain(const std::string& name, Context& context) {
  if (const RuleInfo* rule = find_rule(name)) {
    context.out << explanation(*rule);
  } else if (const analysis::CheckInfo* check = analysis::find_check(name)) {
    context.out << explanation(*check);
  } else {
    throw UsageError(fmt::format(
        "no rule or check is called '{}'; 'npusim list rules' and 'npusim list checks' show all",
        name));
  }
}

}  // namespace

void add_explain_command(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("explain", "Explain a rule or a check");
  command->footer(kExplainExample);
  auto name = std::make_shared<std::string>();
  command->add_option("RULE_OR_CHECK", *name, "A name that a finding shows")
      ->type_name("")
      ->required();
  command->callback([name, &context] { explain(*name, context); });
}

}  // namespace npusim::cli
