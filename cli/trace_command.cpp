// SPDX-License-Identifier: Apache-2.0
// npusim trace: looking at recorded runs.
#include "cli/trace_command.h"

#include <charconv>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "traces/format/schema.h"

namespace npusim::cli {
namespace {

constexpr const char* kTraceExample =
    "Examples:\n"
    "  npusim trace info run.h5\n"
    "  npusim trace events run.h5 --task rmsnorm_rope --block 0 --pipe MTE3";

std::uint64_t parse_number(std::string_view text, std::string_view option) {
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  const std::string_view digits = hex ? text.substr(2) : text;
  std::uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
  if (error != std::errc{} || end != digits.data() + digits.size()) {
    throw session::UsageError(fmt::format("{}: '{}' is no number", option, text));
  }
  return value;
}

std::optional<traces::Interval> parse_interval(const std::string& text, std::string_view option) {
  if (text.empty()) return {};
  const auto colon = text.find(':');
  if (colon == std::string::npos) {
    throw session::UsageError(
        fmt::format("{} takes LO:HI, not '{}'; HI is not included, and either may be "
                    "left out",
                    option, text));
  }
  traces::Interval interval;
  if (colon > 0) interval.begin = parse_number(std::string_view(text).substr(0, colon), option);
  if (colon + 1 < text.size()) {
    interval.end = parse_number(std::string_view(text).substr(colon + 1), option);
  }
  if (interval.begin >= interval.end) {
    throw session::UsageError(fmt::format("{}: '{}' is empty", option, text));
  }
  return interval;
}

}  // namespace

void FilterOptions::add_to(CLI::App& command) {
  const auto add = [&](const char* option, auto& values, const char* type, const char* help) {
    command.add_option(option, values, help)->type_name(type)->allow_extra_args(false);
  };
  add("--task", filter.tasks, "TASK", "Number of a task, or name of its kernel; repeatable");
  add("--block", filter.blocks, "N", "Block of a task; repeatable");
  add("--core", filter.cores, "CORE", "'AIV 17', AIC, orchestrator, 'scheduler 0'; repeatable");
  add("--pipe", filter.pipes, "PIPE", "S, V, MTE1, MTE2, MTE3, M, FIX; repeatable");
  add("--space", filter.spaces, "SPACE", "GM, UB, L1, L0A, L0B, L0C, BT, FB; repeatable");
  add("--tensor", filter.tensors, "NAME",
      "Accesses to an argument, or to 'task 3 output 0'; repeatable");
  add("--kind", filter.kinds, "KIND",
      "Kind of event (Access, Sync), or what it is (Write, SetFlag, Dispatched); repeatable");
  command.add_option("--address", addresses, "Accesses that touch these bytes")->type_name("LO:HI");
  command.add_option("--cycles", cycles, "Events in this time")->type_name("LO:HI");
}

traces::EventFilter FilterOptions::parsed() const {
  traces::EventFilter result = filter;
  result.addresses = parse_interval(addresses, "--address");
  result.cycles = parse_interval(cycles, "--cycles");
  return result;
}

void add_trace_option(CLI::App& command, std::string& path, const char* name) {
  command.add_option(name, path, "A trace, as `npusim run --trace` writes it")
      ->type_name("")
      ->required();
}

void add_trace_schema(CLI::App& trace, Context& context) {
  CLI::App* command =
      trace.add_subcommand("schema", "Print the format of traces, as docs/trace-schema.md");
  command->footer("Example:\n  npusim trace schema");
  command->callback([&context] { context.out << traces::schema_markdown(); });
}

void add_trace_command(CLI::App& app, Context& context) {
  CLI::App* trace = app.add_subcommand("trace", "Look at a recorded run");
  trace->footer(kTraceExample);
  trace->require_subcommand(1);
  add_trace_info(*trace, context);
  add_trace_events(*trace, context);
  add_trace_slice(*trace, context);
  add_trace_diff(*trace, context);
  add_trace_races(*trace, context);
  add_trace_report(*trace, context);
  add_trace_export(*trace, context);
  add_trace_schema(*trace, context);
}

}  // namespace npusim::cli
