// SPDX-License-Identifier: Apache-2.0
// The real engine: sim's run and build, with traces and checks attached.
#include "session/run/engine.h"

#include "session/run/golden_process.h"
#include "session/run/run_session.h"
#include "session/supervise/stage.h"

namespace npusim::session {

analysis::RunReport run(const RunSettings& settings, Progress& progress) {
  analysis::WallSeconds wall;
  LoadedProgram loaded(settings.program, settings.data, settings.golden, progress, wall);
  const RunSettings resolved = loaded.resolved(settings);
  analysis::RunReport report = RunSession(resolved, loaded, progress).run();
  report.wall.load = wall.load;
  report.wall.build = wall.build;
  return report;
}

BuildSummary build(const std::string& program_name, Progress& progress) {
  enter_stage(stage::kConfiguration, program_name + "/kernel_config.py");
  const Program program = load_program(program_name, {}, array_files());
  const BuiltProgram built = build_with_progress(program, true, progress);
  if (built.golden) try_golden(built.golden);
  return {built.built, built.from_cache};
}

}  // namespace npusim::session
