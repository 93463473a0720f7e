// SPDX-License-Identifier: Apache-2.0
// npusim trace: looking at recorded runs. What a verb shows is made in session/trace.
#include "cli/trace_command.h"

#include <array>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/output_files.h"
#include "session/trace/timeline_export.h"
#include "session/trace/trace_diff.h"
#include "session/trace/trace_info.h"
#include "session/trace/why_report.h"
#include "traces/format/schema.h"

namespace npusim::cli {
namespace {

constexpr const char* kTraceExample =
    "Examples:\n"
    "  npusim trace info run.h5\n"
    "  npusim trace events run.h5 --task rmsnorm_rope --block 0 --pipe MTE3\n"
    "  npusim trace why run.h5 'kv[3, 0, 17]'";

/// Of every verb here.
struct TraceOptions {
  std::array<std::string, 2> traces;
  std::string out, elements;
  bool as_json = false, in_cycles = false;
  analysis::LineageBounds bounds;
};

void add_info(CLI::App& trace, Context& context) {
  CLI::App* command = trace.add_subcommand("info", "Say what is in a trace");
  command->footer("Example:\n  npusim trace info run.h5 --json");
  auto options = std::make_shared<TraceOptions>();
  add_trace_option(*command, options->traces[0]);
  command->add_flag("--json", options->as_json, "As JSON");
  command->callback([options, &context] {
    const std::string& path = options->traces[0];
    const traces::TraceReader reader(path);
    context.out << (options->as_json ? session::trace_info_json(reader, path)
                                     : session::trace_info_text(reader, path));
  });
}

void add_diff(CLI::App& trace, Context& context) {
  CLI::App* command = trace.add_subcommand(
      "diff", "Show the first event in which two runs differ, in program order of each pipe");
  command->footer(
      "Example:\n"
      "  npusim trace diff seed1.h5 seed2.h5\n"
      "Exit status: 0 if the runs do the same, 1 if they differ, 3 if their kernels were built by\n"
      "different compilers or with different flags.");
  auto options = std::make_shared<TraceOptions>();
  add_trace_option(*command, options->traces[0], "A");
  add_trace_option(*command, options->traces[1], "B");
  command->callback([options, &context] {
    const bool differ = session::print_trace_diff(options->traces, context.out);
    if (differ) context.exit_status = analysis::kExitMismatch;
  });
}

void write_timeline(const TraceOptions& options, Context& context) {
  const std::string& path = options.traces[0];
  require_different_files({{"the trace", path}, {"--out", options.out}});
  const traces::TraceReader trace(path);
  // Before the work: a wrong path must not cost it.
  OutputFile file("--out", options.out, context.out);
  const session::TimelineSize size = session::write_timeline(
      trace, options.in_cycles ? session::TimelineUnit::Cycle : session::TimelineUnit::Nanosecond,
      file.stream());
  file.finish();
  if (file.is_standard()) return;
  context.out << fmt::format(
      "{}: {} slices, {} findings, {} bytes; open it at "
      "https://ui.perfetto.dev\n",
      options.out, size.slices, size.findings, std::filesystem::file_size(options.out));
}

void add_export(CLI::App& trace, Context& context) {
  CLI::App* command = trace.add_subcommand("export", "Write a timeline for ui.perfetto.dev");
  command->footer(
      "Example:\n"
      "  npusim trace export run.h5 --out run.perfetto-trace\n"
      "Open the file at https://ui.perfetto.dev.");
  auto options = std::make_shared<TraceOptions>();
  add_trace_option(*command, options->traces[0]);
  command->add_option("--out", options->out, "The file to write; '-' is stdout")
      ->type_name("FILE")
      ->required();
  command->add_flag("--in-cycles", options->in_cycles,
                    "A nanosecond on the timeline is a cycle: nothing is rounded");
  command->callback([options, &context] { write_timeline(*options, context); });
}

void explain_elements(const TraceOptions& options, Context& context) {
  if (options.elements.empty()) {
    throw session::UsageError(
        "trace why takes a trace and an element of one of its tensors, as in 'c[16, 0]'");
  }
  const session::WhyAnswer answer =
      session::why(options.traces[0], options.elements, options.bounds);
  context.out << (options.as_json ? session::why_json(answer) : session::why_text(answer));
}

void add_why(CLI::App& trace, Context& context) {
  CLI::App* command =
      trace.add_subcommand("why", "Say who wrote an element, from what, back to the inputs");
  command->footer(
      "Examples:\n"
      "  npusim run my_program --trace run.h5 --trace-local --trace-data\n"
      "  npusim trace why run.h5 'c[16, 0]'\n"
      "  npusim trace why run.h5 'c[16:32, 0]' --depth 4 --json\n"
      "docs/trace.md says how far values are followed.");
  auto options = std::make_shared<TraceOptions>();
  add_trace_option(*command, options->traces[0]);
  command->add_option("ELEMENT", options->elements, "TENSOR[INDEX, ...]; an index is N or LO:HI")
      ->type_name("");
  command->add_option("--depth", options->bounds.depth, "Instructions from the element, at most")
      ->type_name("N")
      ->check(CLI::Range(1u, 1000u))
      ->capture_default_str();
  command->add_option("--width", options->bounds.width, "Sources of one instruction, at most")
      ->type_name("N")
      ->check(CLI::Range(1u, 100'000u))
      ->capture_default_str();
  command->add_option("--limit", options->bounds.items, "Lines of the tree, at most")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, std::size_t{10'000'000}))
      ->capture_default_str();
  command->add_flag("--json", options->as_json, "As JSON");
  command->callback([options, &context] { explain_elements(*options, context); });
}

void add_schema(CLI::App& trace, Context& context) {
  CLI::App* command =
      trace.add_subcommand("schema", "Print the format of traces, as docs/trace-schema.md");
  command->footer("Example:\n  npusim trace schema");
  command->callback([&context] { context.out << traces::schema_markdown(); });
}

}  // namespace

void add_trace_option(CLI::App& command, std::string& path, const char* name) {
  command.add_option(name, path, "A trace, as `npusim run --trace` writes it")
      ->type_name("")
      ->required();
}

void add_trace_command(CLI::App& app, Context& context) {
  CLI::App* trace = app.add_subcommand("trace", "Look at a recorded run");
  trace->footer(kTraceExample);
  trace->require_subcommand(1);
  add_info(*trace, context);
  add_trace_events(*trace, context);
  add_trace_slice(*trace, context);
  add_diff(*trace, context);
  add_trace_compare(*trace, context);
  add_trace_races(*trace, context);
  add_trace_report(*trace, context);
  add_why(*trace, context);
  add_export(*trace, context);
  add_schema(*trace, context);
}

}  // namespace npusim::cli
