// SPDX-License-Identifier: Apache-2.0
// npusim trace events and npusim trace slice: a part of a trace, printed or as a trace of its own.
#include <memory>

#include <fmt/format.h>

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
  const traces::TraceReader trace(options.trace);
  std::error_code error;
  if (std::filesystem::equivalent(options.trace, options.out, error)) {
    throw session::UsageError("--out is the trace itself; choose another file");
  }
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
