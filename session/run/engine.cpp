// SPDX-License-Identifier: Apache-2.0
// The real engine: sim's run and build, with traces and checks attached.
#include "session/run/engine.h"

#include "session/run/confinement.h"
#include "session/run/golden_process.h"
#include "session/run/run_session.h"
#include "session/supervise/stage.h"

namespace npusim::session {

analysis::RunReport run(const RunSettings& settings, Progress& progress) {
  analysis::WallSeconds wall;
  LoadedProgram loaded(settings, progress, wall);
  const RunSettings resolved = loaded.resolved(settings);
  analysis::RunReport report = RunSession(resolved, loaded, progress).run();
  report.wall.load = wall.load;
  report.wall.build = wall.build;
  report.wall.check += wall.check;
  return report;
}

BuildSummary build(const std::string& program_name, const LibraryChoice& library,
                   Progress& progress) {
  const Program program = read_program(program_name, {}, library);
  BuiltProgram built = build_with_progress(program, true, progress);
  if (built.golden) try_golden(built.golden);
  confine_code(false);
  enter_stage(stage::kLoad, "the static initialisers of " + program_name);
  load_code(program, built);
  return {built.built, built.from_cache};
}

}  // namespace npusim::session
