// SPDX-License-Identifier: Apache-2.0
// npusim suite: every program below a folder against its expectation.
#include <algorithm>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/output_files.h"
#include "cli/worker_command.h"
#include "session/suite/suite.h"

namespace npusim::cli {
namespace {

constexpr const char* kSuiteExample =
    "Examples:\n"
    "  npusim suite kernels --jobs 4 --report junit=suite.xml --report sarif=suite.sarif\n"
    "  npusim suite kernels --baseline accepted.json --update-baseline\n"
    "  npusim suite kernels --baseline accepted.json        only new findings fail\n"
    "expect.json beside a kernel_config.py says what must come out; without it, a clean run:\n"
    "  {\"version\": 1, \"verdict\": \"race\", \"golden\": \"differs\",\n"
    "   \"findings\": [{\"check\": \"race\", \"hazard\": \"RAW\", \"source\": \"k.cpp:12\"}],\n"
    "   \"options\": [\"--seed\", \"7\"]}\n"
    "Exit status: 0 all passed, 1 some failed.";

using Render = std::string (*)(const std::vector<session::SuiteResult>&);
constexpr std::pair<std::string_view, Render> kFormats[] = {{"junit", session::suite_junit},
                                                            {"sarif", session::suite_sarif},
                                                            {"md", session::suite_markdown},
                                                            {"json", session::suite_json},
                                                            {"text", session::suite_text}};

struct SuiteOptions {
  session::SuiteSettings settings;
  std::vector<std::string> reports;
  bool update_baseline = false;
  bool quiet = false;
  std::string sandbox;
  std::string timeout;
};

struct Output {
  OutputFile file;
  Render render;
};

void write(Output& output, const std::vector<session::SuiteResult>& results) {
  output.file.stream() << output.render(results);
  output.file.finish();
}

Render renderer_of(const std::string& request) {
  const std::string format = request.substr(0, request.find('='));
  for (const auto& [name, render] : kFormats) {
    if (name == format && request.size() > format.size() + 1) return render;
  }
  throw session::UsageError(fmt::format(
      "--report takes FORMAT=FILE with junit, sarif, md, json or text, not '{}'", request));
}

void run(SuiteOptions& options, Context& context) {
  if (options.update_baseline && options.settings.baseline.empty()) {
    throw session::UsageError("--update-baseline needs --baseline FILE");
  }
  std::vector<std::pair<std::string, std::string>> files = report_files(options.reports);
  if (options.update_baseline) files.emplace_back("--baseline", options.settings.baseline.string());
  require_different_files(files);
  // Before the work: a wrong path must not cost it.
  std::vector<Output> outputs;
  for (const std::string& request : options.reports) {
    const Render render = renderer_of(request);
    outputs.push_back(
        {OutputFile("--report", request.substr(request.find('=') + 1), context.out), render});
  }
  session::SuiteSettings settings = options.settings;
  if (options.update_baseline) settings.baseline.clear();
  if (!options.sandbox.empty())
    settings.options.insert(settings.options.end(), {"--sandbox", options.sandbox});
  if (!options.timeout.empty())
    settings.options.insert(settings.options.end(), {"--timeout", options.timeout});
  const std::unique_ptr<session::Progress> progress = make_progress(context, options.quiet);
  progress->begin("suite", 0, "programs");
  const std::vector<session::SuiteResult> results = session::run_suite(
      settings, [&](std::size_t done, std::size_t all) { progress->update(done, all); });
  progress->end();
  for (Output& output : outputs) write(output, results);
  if (options.update_baseline) {
    Output baseline{OutputFile("--baseline", options.settings.baseline.string(), context.out),
                    session::baseline_of};
    write(baseline, results);
  }
  const bool uses_stdout = std::any_of(outputs.begin(), outputs.end(), [](const Output& output) {
    return output.file.is_standard();
  });
  if (!uses_stdout) context.out << session::suite_text(results);
  for (const session::SuiteResult& result : results) {
    if (result.outcome != session::SuiteResult::Outcome::Failed || options.update_baseline)
      continue;
    context.exit_status = analysis::kExitMismatch;
  }
}

}  // namespace

void add_suite_command(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("suite", "Run every program below a folder against its expectation");
  command->footer(kSuiteExample);
  auto options = std::make_shared<SuiteOptions>();
  options->settings.jobs = std::max(1u, std::thread::hardware_concurrency());
  command->add_option("DIR", options->settings.folder, "A folder with programs below it")
      ->type_name("")
      ->required();
  command->add_option("--jobs", options->settings.jobs, "Programs at once")
      ->type_name("J")
      ->check(CLI::Range(1u, 1024u));
  command
      ->add_option("--baseline", options->settings.baseline,
                   "Accepted findings: only others fail a program")
      ->type_name("FILE");
  command->add_flag("--expected-only", options->settings.expected_only,
                    "Leave out programs without an expect.json");
  command->add_flag("--update-baseline", options->update_baseline, "Write it from this run");
  command
      ->add_option("--report", options->reports,
                   "A report, repeatable, '-' is stdout; formats: junit, sarif, md, json, text")
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false);
  command->add_option("--timeout", options->timeout, "Of each run, in seconds")->type_name("S");
  command->add_option("--sandbox", options->sandbox, "Of each run: off, on, require")
      ->type_name("MODE")
      ->check(CLI::IsMember({"off", "on", "require"}));
  command->add_flag("--quiet", options->quiet, "No progress");
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace npusim::cli
