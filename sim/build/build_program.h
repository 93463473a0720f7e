// SPDX-License-Identifier: Apache-2.0
// Building a loaded program: every source to a shared object (from the cache where it can), loaded,
// with its entry points.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sim/build/launch_build.h"
#include "sim/build/shared_library.h"
#include "sim/program/program.h"

namespace npusim {

/// A kernel function, as dlsym gave it: void kernel_entry(std::int64_t* args).
struct BuiltKernel {
  int func_id = 0;
  std::string name;
  KernelTarget target = KernelTarget::AIV;
  SharedLibrary aic_library;  ///< loaded if target is AIC or Mix
  SharedLibrary aiv_library;  ///< loaded if target is AIV or Mix
  void* aic_entry = nullptr;
  void* aiv_entry = nullptr;
};

/// Loading it runs its static initialisers, so whoever calls it does that where they may fail.
struct BuiltGolden {
  std::filesystem::path shared_object;
  std::filesystem::path source;
  explicit operator bool() const { return !shared_object.empty(); }
  /// Throws BuildError.
  SharedLibrary load() const {
    SharedLibrary library(shared_object, source);
    library.symbol("compute_golden");
    return library;
  }
};

struct BuiltProgram {
  SharedLibrary orchestration;
  void* orchestration_config = nullptr;  ///< aicpu_orchestration_config
  void* orchestration_entry = nullptr;   ///< the configured function_name
  std::vector<BuiltKernel> kernels;      ///< by ascending func_id
  std::vector<BuiltLaunch> launches;     ///< of a program without a task runtime, in their order
  std::vector<SharedLibrary> launched;   ///< where their entries are
  BuiltGolden golden;                    ///< empty if the program has no golden program
  /// Every source and header that went into it, sorted.
  std::vector<std::filesystem::path> inputs;
  /// What is to be loaded, or was, in order: shared object and source.
  std::vector<std::pair<std::filesystem::path, std::filesystem::path>> objects;
  std::string compiler;        ///< Compiler::description()
  std::size_t built = 0;       ///< sources that were compiled
  std::size_t from_cache = 0;  ///< sources that were not
};

/// Called after each source, from any thread but never twice at once: sources done, all sources,
/// and the name of the one just done.
using BuildProgress =
    std::function<void(std::size_t done, std::size_t total, const std::string& name)>;

struct BuildOptions {
  bool load = true;  ///< false: load_code() will be called
  /// Called before each shared object is loaded, which runs code of the program; with its source.
  std::function<void(const std::filesystem::path&)> before_load;
  unsigned jobs = 0;  ///< sources compiled at once; 0: as many as the machine has processors
  bool golden = true;
};

/// Loads what build_program() built without loading it. Throws BuildError.
void load_code(const Program& program, BuiltProgram& built, const BuildOptions& options = {});

/// Throws BuildError; of several, the one of the source that comes first: orchestration, kernels by
/// func_id or launches in order, golden program. Throws InputError if the arguments of a launch do
/// not fit its function.
BuiltProgram build_program(const Program& program, const BuildProgress& progress = {},
                           const BuildOptions& options = {});

}  // namespace npusim
