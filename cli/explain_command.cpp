// SPDX-License-Identifier: Apache-2.0
// npusim explain: what a word of a report, a listing or the command line means.
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "models/arch/near_names.h"
#include "session/list/explanation.h"

namespace npusim::cli {
namespace {

constexpr const char* kExplainExample =
    "Examples:\n"
    "  npusim explain ub.scalar_store_posted   a rule that a finding rests on\n"
    "  npusim explain gm.store_visible         a knob, and the rule of that name\n"
    "  npusim explain WAR                      a hazard\n"
    "  npusim explain 67                       an exit status";

void explain(const std::string& word, Context& context) {
  const std::string text = session::explanation_of(word);
  if (text.empty()) {
    throw session::UsageError(
        fmt::format("nothing is called '{}'{}; 'npusim list rules', checks, knobs and ops show "
                    "all words",
                    word, did_you_mean(word, session::explained_words())));
  }
  context.out << text;
}

}  // namespace

void add_explain_command(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "explain", "Explain a rule, check, knob, instruction, hazard or exit status");
  command->footer(kExplainExample);
  auto word = std::make_shared<std::string>();
  command->add_option("WORD", *word, "A word that a report, a listing or the command line uses")
      ->type_name("")
      ->required();
  command->callback([word, &context] { explain(*word, context); });
}

}  // namespace npusim::cli
