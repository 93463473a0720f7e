// SPDX-License-Identifier: Apache-2.0
#include "session/run/loaded_program.h"

#include <utility>

#include "session/run/source_root.h"
#include "session/run/stopwatch.h"
#include "session/supervise/stage.h"
#include "sim/run.h"
#include "traces/array_file.h"

namespace npusim::session {

DatasetSource array_files() { return {traces::describe_array, traces::read_array}; }

BuiltProgram build_with_progress(const Program& program, bool golden, Progress& progress) {
  enter_stage(stage::kBuild);
  progress.begin("build", 0, "sources");
  BuildOptions options;
  options.before_load = [](const std::filesystem::path& source) {
    enter_stage(stage::kLoad, "the static initialisers of " + source.string());
  };
  options.golden = golden;
  BuiltProgram built = build_program(
      program,
      [&](std::size_t done, std::size_t total, const std::string&) {
        progress.update(done, total);
      },
      options);
  progress.end();
  enter_stage(stage::kReport);
  return built;
}

LoadedProgram::LoadedProgram(std::string name, const std::optional<std::filesystem::path>& data,
                             bool golden, Progress& progress, analysis::WallSeconds& wall)
    : name_(std::move(name)) {
  enter_stage(stage::kConfiguration, name_ + "/kernel_config.py");
  Stopwatch load;
  program_ = std::make_unique<Program>(
      load_program(name_, data.value_or(std::filesystem::path{}), array_files()));
  wall.load += load.seconds();
  Stopwatch build;
  built_ = std::make_unique<BuiltProgram>(build_with_progress(*program_, golden, progress));
  wall.build += build.seconds();
  Stopwatch fill;
  image_ = std::make_unique<DeviceImage>(*program_, heap_bytes(*program_));
  wall.load += fill.seconds();
  source_root_ = session::source_root(program_->installation, program_->directory);
  sources_ = std::make_unique<traces::SourceMap>(source_root_, program_->installation.pto());
  if (golden) goldens_ = std::make_unique<Goldens>(*program_, *built_, *image_);
}

RunSettings LoadedProgram::resolved(RunSettings settings) const {
  settings.program_knobs = settings.knobs = program_->knobs;
  for (const auto& [knob, value] : settings.set) settings.knobs.set(knob, value);
  return settings;
}

}  // namespace npusim::session
