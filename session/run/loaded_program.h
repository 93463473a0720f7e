// SPDX-License-Identifier: Apache-2.0
// A program ready to run, once or many times: read, built, its device memory filled.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "analysis/result/run_report.h"
#include "session/run/engine.h"
#include "session/run/goldens.h"
#include "session/run/progress.h"
#include "sim/build/build_program.h"
#include "sim/build/program_identity.h"
#include "sim/machine/device_image.h"
#include "sim/program/program.h"
#include "traces/debug_info/source_map.h"

namespace npusim::session {

/// Where a program's arrays are read from: every format that traces/ knows.
DatasetSource array_files();

/// Reads `program` in the confinement of its stage. Throws InputError.
Program read_program(const std::string& name, const std::optional<std::filesystem::path>& data,
                     const LibraryChoice& library);

/// Builds `program`, showing each source; loads nothing.
BuiltProgram build_with_progress(const Program& program, bool golden, Progress& progress);

class LoadedProgram {
 public:
  /// Program, data, golden and source root of the settings. Adds its times to `wall`.
  /// Throws InputError or BuildError.
  LoadedProgram(const RunSettings& settings, Progress& progress, analysis::WallSeconds& wall);

  const std::string& name() const { return name_; }
  const Program& program() const { return *program_; }
  /// Loads the program's shared objects, which runs their static initialisers; once. Throws
  /// BuildError.
  void load_code();
  /// After load_code().
  const BuiltProgram& built() const { return *built_; }
  const DeviceImage& image() const { return *image_; }
  const traces::SourceMap& sources() const { return *sources_; }
  /// The folder that places in the sources are relative to.
  const std::filesystem::path& source_root() const { return source_root_; }
  /// The settings with the program's own knobs under those of the command line.
  RunSettings resolved(RunSettings settings) const;
  /// Every file that went into it, by content.
  ProgramIdentity identity() const { return identity_of(*program_, *built_); }
  /// Requires golden.
  Goldens& goldens() { return *goldens_; }

 private:
  std::string name_;
  std::unique_ptr<Program> program_;
  std::unique_ptr<BuiltProgram> built_;
  bool has_code_ = false;
  std::unique_ptr<DeviceImage> image_;
  std::filesystem::path source_root_;
  std::unique_ptr<traces::SourceMap> sources_;
  std::unique_ptr<Goldens> goldens_;
};

}  // namespace npusim::session
