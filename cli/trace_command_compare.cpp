// SPDX-License-Identifier: Apache-2.0
// npusim trace compare: what got slower from one run of a program to another.
#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/report/table.h"
#include "cli/trace_command.h"
#include "session/trace/run_times.h"

namespace npusim::cli {
namespace {

constexpr const char* kExample =
    "Example:\n"
    "  npusim trace compare before.h5 after.h5 --max-slowdown 5%\n"
    "Exit status: 1 if --max-slowdown is given and the run or a task got slower by more.";

struct CompareOptions {
  std::string before, after;
  std::string max_slowdown;
  std::size_t lines = 10;
  bool json = false;
};

/// "5%" or "5".
double percent_of(std::string text) {
  const std::string given = text;
  if (text.ends_with('%')) text.pop_back();
  try {
    std::size_t used = 0;
    const double value = std::stod(text, &used);
    if (used == text.size() && std::isfinite(value) && value >= 0) return value;
  } catch (const std::logic_error&) {
  }
  throw session::UsageError(
      fmt::format("--max-slowdown takes a percentage such as 5%, not '{}'", given));
}

std::string change_text(const session::TimeChange& change) {
  if (change.before == 0) return "new";
  if (change.after == 0) return "gone";
  return fmt::format("{:+.1f} %", change.percent());
}

analysis::TextTable table_of(std::string_view what,
                             const std::vector<session::TimeChange>& changes) {
  using analysis::Align;
  analysis::TextTable table{{{std::string(what)},
                             {"before", Align::Right},
                             {"after", Align::Right},
                             {"change", Align::Right}},
                            {}};
  for (const session::TimeChange& change : changes) {
    table.rows.push_back({change.what, std::to_string(change.before), std::to_string(change.after),
                          change_text(change)});
  }
  return table;
}

nlohmann::ordered_json json_of(const session::TimeChange& change) {
  return {{"what", change.what},
          {"before_cycles", change.before},
          {"after_cycles", change.after},
          {"change_percent", change.before == 0 ? nlohmann::ordered_json(nullptr)
                                                : nlohmann::ordered_json(change.percent())}};
}

/// The run and the tasks that got slower by more than `percent`. One that is new or gone is not
/// slower.
std::vector<session::TimeChange> too_slow(const session::RunComparison& comparison,
                                          double percent) {
  std::vector<session::TimeChange> result;
  const auto look = [&](const session::TimeChange& change) {
    if (change.before > 0 && change.after > 0 && change.percent() > percent) {
      result.push_back(change);
    }
  };
  look(comparison.run);
  for (const session::TimeChange& task : comparison.tasks) look(task);
  return result;
}

void print_json(const session::RunComparison& comparison,
                const std::vector<session::TimeChange>& slow, Context& context) {
  nlohmann::ordered_json json = {{"run", json_of(comparison.run)}};
  const auto list = [&](const char* key, const std::vector<session::TimeChange>& changes) {
    json[key] = nlohmann::ordered_json::array();
    for (const session::TimeChange& change : changes) json[key].push_back(json_of(change));
  };
  list("tasks", comparison.tasks);
  list("lines", comparison.lines);
  list("too_slow", slow);
  context.out << json.dump(2) << "\n";
}

void print_text(const session::RunComparison& comparison,
                const std::vector<session::TimeChange>& slow, const CompareOptions& options,
                Context& context) {
  std::vector<session::TimeChange> rows = {comparison.run};
  rows.insert(rows.end(), comparison.tasks.begin(), comparison.tasks.end());
  context.out << analysis::text_table(table_of("cycles of", rows), 0);
  std::vector<session::TimeChange> slower;
  for (const session::TimeChange& line : comparison.lines) {
    if (slower.size() < options.lines && line.after > line.before) slower.push_back(line);
  }
  context.out << "\n";
  if (slower.empty()) {
    context.out << "no line got slower\n";
  } else {
    context.out << analysis::text_table(
        table_of("lines that lost most (cycles of all their instructions)", slower), 0);
  }
  for (const session::TimeChange& change : slow) {
    context.out << fmt::format("too slow: {}, {}\n", change.what, change_text(change));
  }
}

void compare(const CompareOptions& options, Context& context) {
  const double most = options.max_slowdown.empty() ? -1 : percent_of(options.max_slowdown);
  const traces::TraceReader before(options.before), after(options.after);
  const session::RunComparison comparison = session::compare_times(before, after);
  std::vector<session::TimeChange> slow;
  if (most >= 0) slow = too_slow(comparison, most);
  if (options.json) {
    print_json(comparison, slow, context);
  } else {
    print_text(comparison, slow, options, context);
  }
  if (!slow.empty()) context.exit_status = analysis::kExitMismatch;
}

}  // namespace

void add_trace_compare(CLI::App& trace, Context& context) {
  CLI::App* command = trace.add_subcommand(
      "compare", "What got slower from one run to another: the run, its tasks, its lines");
  command->footer(kExample);
  auto options = std::make_shared<CompareOptions>();
  add_trace_option(*command, options->before, "BEFORE");
  add_trace_option(*command, options->after, "AFTER");
  command
      ->add_option("--max-slowdown", options->max_slowdown,
                   "Exit with 1 if the run or a task got slower by more than this, such as 5%")
      ->type_name("PERCENT");
  command->add_option("--lines", options->lines, "How many lines of source are shown")
      ->type_name("N");
  command->add_flag("--json", options->json, "As JSON, all lines");
  command->callback([options, &context] { compare(*options, context); });
}

}  // namespace npusim::cli
