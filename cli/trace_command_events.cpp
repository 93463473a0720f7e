// SPDX-License-Identifier: Apache-2.0
// npusim trace events and npusim trace slice: a part of a trace, printed or as a trace of its own.
#include <charconv>
#include <memory>

#include <fmt/format.h>

#include "cli/output_files.h"
#include "cli/trace_command.h"
#include "session/trace/trace_event_format.h"
#include "traces/read/query/slice.h"

namespace npusim::cli {
namespace {

constexpr const char* kEventsExample =
    "Examples:\n"
    "  npusim trace events run.h5 --tensor kv --kind Write --format csv\n"
    "  npusim trace events run.h5 --core 'AIV 3' --cycles 364000:366000";
constexpr const char* kSliceExample =
    "Example:\n  npusim trace slice run.h5 --task softmax_pool --block 7 --out small.h5";

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

std::optional<traces::NumberRange> parse_interval(const std::string& text,
                                                  std::string_view option) {
  if (text.empty()) return {};
  const auto colon = text.find(':');
  if (colon == std::string::npos) {
    throw session::UsageError(
        fmt::format("{} takes LO:HI, not '{}'; HI is not included, and either may be "
                    "left out",
                    option, text));
  }
  traces::NumberRange interval;
  if (colon > 0) interval.begin = parse_number(std::string_view(text).substr(0, colon), option);
  if (colon + 1 < text.size()) {
    interval.end = parse_number(std::string_view(text).substr(colon + 1), option);
  }
  if (interval.begin >= interval.end) {
    throw session::UsageError(fmt::format("{}: '{}' is empty", option, text));
  }
  return interval;
}

/// What --task, --address ... of a command line ask for.
struct FilterOptions {
  traces::EventFilter filter;
  std::string addresses;
  std::string cycles;

  /// Adds the options to a command; this must outlive it.
  void add_to(CLI::App& command);
  /// The filter, intervals parsed. Throws UsageError.
  traces::EventFilter parsed() const;
};

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

/// What a name that the trace does not have comes to: UsageError for std::invalid_argument.
template <class Action>
auto with_usage_errors(Action action) {
  try {
    return action();
  } catch (const std::invalid_argument& error) {
    throw session::UsageError(error.what());
  }
}

struct EventsOptions {
  std::string trace;
  std::string format = "text";
  std::uint64_t limit = 0;
  FilterOptions filter;
};

void print_events(const EventsOptions& options, Context& context) {
  const traces::EventFilter filter = options.filter.parsed();
  const traces::TraceReader trace(options.trace);
  const traces::Selection wanted = with_usage_errors([&] { return traces::select(trace, filter); });
  const std::unique_ptr<session::TraceEventFormat> format =
      session::make_event_format(options.format, context.out);
  std::uint64_t count = 0;
  format->begin();
  session::TraceEventRows rows(trace, wanted, [&](const session::TraceEventRow& row) {
    ++count;
    if (options.limit == 0 || count <= options.limit) format->row(row);
  });
  rows.run();
  format->end();
  if (options.limit != 0 && count > options.limit) {
    context.err << fmt::format("npusim: {} of {} events shown\n", options.limit, count);
  }
}

struct SliceOptions {
  std::string trace;
  std::string out;
  FilterOptions filter;
};

void slice(const SliceOptions& options, Context& context) {
  const traces::EventFilter filter = options.filter.parsed();
  require_no_standard_output("--out", options.out, "a file, of which parts are written again");
  require_different_files({{"the trace", options.trace}, {"--out", options.out}});
  const traces::TraceReader trace(options.trace);
  const std::uint64_t events =
      with_usage_errors([&] { return traces::write_slice(trace, filter, options.out); });
  context.out << fmt::format("{}: {} of {} events, {} bytes\n", options.out, events,
                             trace.info().outcome.events, std::filesystem::file_size(options.out));
}

}  // namespace

void add_trace_events(CLI::App& trace, Context& context) {
  CLI::App* command = trace.add_subcommand("events", "Print events, in the order they happened");
  command->footer(kEventsExample);
  auto options = std::make_shared<EventsOptions>();
  add_trace_option(*command, options->trace);
  options->filter.add_to(*command);
  command->add_option("--format", options->format, "text, csv or json")
      ->check(CLI::IsMember({"text", "csv", "json"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  command->add_option("--limit", options->limit, "Print the first N only")->type_name("N");
  command->callback([options, &context] { print_events(*options, context); });
}

void add_trace_slice(CLI::App& trace, Context& context) {
  CLI::App* command = trace.add_subcommand(
      "slice", "Write a smaller trace: the events asked for, instructions whole");
  command->footer(kSliceExample);
  auto options = std::make_shared<SliceOptions>();
  add_trace_option(*command, options->trace);
  command->add_option("--out", options->out, "The file to write")->type_name("FILE")->required();
  options->filter.add_to(*command);
  command->callback([options, &context] { slice(*options, context); });
}

}  // namespace npusim::cli
