// SPDX-License-Identifier: Apache-2.0
#include "session/run/loaded_program.h"

#include <utility>

#include "session/run/confinement.h"
#include "session/run/source_root.h"
#include "session/run/stopwatch.h"
#include "session/supervise/stage.h"
#include "sim/machine/ring_sizes.h"
#include "sim/run.h"
#include "traces/arrays/array_file.h"

namespace npusim::session {

DatasetSource array_files() {
  return {[](const std::filesystem::path& file, const std::string& dataset) {
            const DataStage reading(file.string());
            return traces::describe_array(file, dataset);
          },
          [](const std::filesystem::path& file, const std::string& dataset, std::byte* zeroed) {
            const DataStage reading(file.string());
            return traces::read_array(file, dataset, zeroed);
          }};
}

Program read_program(const std::string& name, const std::optional<std::filesystem::path>& data,
                     const LibraryChoice& library) {
  enter_stage(stage::kConfiguration, name + "/kernel_config.py");
  confine_configuration(Installation::find().program_directory(name));
  return load_program(name, data.value_or(std::filesystem::path{}), array_files(), library,
                      [](const Installation& installation, const KernelConfig& config,
                         const KernelLibrary& chosen, const std::filesystem::path& data_file) {
                        enter_stage(stage::kBuild);
                        confine_build(installation, config, chosen, data_file);
                      });
}

BuiltProgram build_with_progress(const Program& program, bool golden, Progress& progress) {
  enter_stage(stage::kBuild);
  progress.begin("build", 0, "sources");
  BuildOptions options;
  options.load = false;
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

LoadedProgram::LoadedProgram(const RunSettings& settings, Progress& progress,
                             analysis::WallSeconds& wall)
    : name_(settings.program) {
  Stopwatch load;
  program_ = std::make_unique<Program>(read_program(name_, settings.data, settings.library));
  wall.load += load.seconds();
  Stopwatch build;
  built_ =
      std::make_unique<BuiltProgram>(build_with_progress(*program_, settings.golden, progress));
  wall.build += build.seconds();
  Stopwatch fill;
  image_ = std::make_unique<DeviceImage>(*program_);
  wall.load += fill.seconds();
  source_root_ = settings.source_root.value_or(
      session::source_root(program_->installation, program_->directory));
  sources_ = std::make_unique<traces::SourceMap>(
      source_root_, program_->installation.library_roots(), program_->library.folders());
  if (!settings.golden) return;
  // Before code of the program runs in this process, which then makes no others.
  Stopwatch compute;
  goldens_ = std::make_unique<Goldens>(*program_, *built_, *image_);
  goldens_->prepare();
  wall.check += compute.seconds();
}

void LoadedProgram::load_code() {
  if (std::exchange(has_code_, true)) return;
  BuildOptions options;
  options.before_load = [](const std::filesystem::path& source) {
    enter_stage(stage::kLoad, "the static initialisers of " + source.string());
  };
  npusim::load_code(*program_, *built_, options);
  enter_stage(stage::kReport);
}

RunSettings LoadedProgram::resolved(RunSettings settings) const {
  settings.program_knobs = settings.knobs = program_->knobs;
  for (const auto& [knob, value] : settings.set) settings.knobs.set(knob, value);
  settings.knobs = with_runtime_environment(settings.knobs, program_->config);
  return settings;
}

}  // namespace npusim::session
