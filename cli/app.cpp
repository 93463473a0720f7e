// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/usage_message.h"
#include "session/run/version.h"
#include "session/supervise/failure.h"

namespace npusim::cli {
namespace {

std::string exit_status_help() {
  std::string text = "Exit status:\n";
  for (const analysis::ExitStatusInfo& row : analysis::kExitStatuses) {
    text += fmt::format("  {:<3} {}\n", static_cast<int>(row.status), row.meaning);
  }
  return text + "When several hold, the first of 70, 68, 67, 66, 1 counts.";
}

void print_version(std::ostream& out, bool as_json) {
  if (!as_json) {
    out << "npusim " << session::version() << "\n";
    return;
  }
  const nlohmann::ordered_json json = {{"name", "npusim"},
                                       {"version", session::version()},
                                       {"build", session::build_id()},
                                       {"compiler", "g++ " __VERSION__}};
  out << json.dump(2) << "\n";
}

/// The parser, with every subcommand.
struct Parser {
  CLI::App app{
      "Runs kernels for the a2a3 NPU on a model of its cores, memories and task runtime, "
      "finds missing synchronisation, and compares outputs with their goldens.",
      "npusim"};
  bool show_version = false;
  bool as_json = false;

  explicit Parser(Context& context) {
    app.footer(exit_status_help());
    app.failure_message(usage_message);
    app.require_subcommand(0, 1);
    CLI::Option* version_flag = app.add_flag("--version", show_version, "Print the version");
    app.add_flag("--json", as_json, "With --version: as JSON")->needs(version_flag);
    add_list_command(app, context);
    add_run_command(app, context);
    add_explore_command(app, context);
    add_minimize_command(app, context);
    add_replay_command(app, context);
    add_suite_command(app, context);
    add_build_command(app, context);
    add_cache_command(app, context);
    add_golden_command(app, context);
    add_trace_command(app, context);
    add_new_command(app, context);
    add_explain_command(app, context);
    add_completion_command(app, context);
  }
};

/// Parses; the callback of the subcommand runs inside.
void parse_and_run(Parser& parser, int argc, const char* const* argv, Context& context) {
  try {
    parser.app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = parser.app.exit(error, context.out, context.err);
    context.exit_status = status == 0 ? analysis::kExitClean : analysis::kExitUsage;
    return;
  }
  if (parser.show_version) {
    print_version(context.out, parser.as_json);
  } else if (parser.app.get_subcommands().empty()) {
    context.err << parser.app.help();
    context.exit_status = analysis::kExitUsage;
  }
}

}  // namespace

int run_command_line(int argc, const char* const* argv, Context& context) {
  try {
    Parser parser(context);
    parse_and_run(parser, argc, argv, context);
    if (!context.out.flush()) {
      context.err << "npusim: error: standard output could not be written completely\n";
      return analysis::kExitBadInput;
    }
    return context.exit_status;
  } catch (...) {
    const session::Failure failure = session::failure_of(std::current_exception());
    context.err << "npusim: " << failure.message << "\n";
    return failure.exit_status;
  }
}

}  // namespace npusim::cli
