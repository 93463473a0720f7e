// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/fake_engine.h"

#include "models/arch/input_error.h"

namespace npusim::cli::test {

Call call(const std::vector<std::string>& arguments, analysis::RunReport report) {
  Call result;
  std::ostringstream out, err;
  session::Engine engine;
  engine.run = [&](const session::RunSettings& settings, session::Progress& progress) {
    result.settings = settings;
    if (settings.program == "missing") {
      throw InputError("missing/data.json", "args[0].dtype", "a dtype", "'float33'", "choose one");
    }
    if (settings.program == "broken") throw std::logic_error("a queue is negative");
    progress.begin("simulate", 4, "tasks");
    progress.update(4, 4);
    progress.end();
    return report;
  };
  engine.build = [&](const std::string& program, const LibraryChoice&, session::Progress&) {
    result.built = program;
    return session::BuildSummary{2, 4};
  };
  Context context{out, err, false, engine};
  std::vector<const char*> argv = {"npusim"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  result.exit_status = run_command_line(static_cast<int>(argv.size()), argv.data(), context);
  result.out = out.str();
  result.err = err.str();
  return result;
}

}  // namespace npusim::cli::test
