// SPDX-License-Identifier: Apache-2.0
#include "session/run/confinement.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "sim/build/build_cache.h"
#include "sim/build/cache_directory.h"
#include "sim/build/program_identity.h"
#include "sim/process/command.h"
#include "sim/program/build_error.h"
#include "sim/program/kernel_config.h"

namespace npusim::session {
namespace {

namespace fs = std::filesystem;

SandboxOptions used;
/// What the program's code may read, once its configuration is known.
FileAccess of_program;

bool is_below(const fs::path& path, const fs::path& folder) {
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

/// Whether a folder of `folder`, or one in it, is a program; `besides` is not looked at.
bool holds_others(const fs::path& folder, const fs::path& besides) {
  std::error_code failed;
  const auto is_program = [&](const fs::path& at) {
    std::error_code unreadable;
    return fs::is_regular_file(at / "kernel_config.py", unreadable);
  };
  for (const fs::directory_entry& below : fs::directory_iterator(folder, failed)) {
    if (below.path() == besides || !below.is_directory(failed)) continue;
    if (is_program(below.path())) return true;
    for (const fs::directory_entry& lower : fs::directory_iterator(below.path(), failed)) {
      if (is_program(lower.path())) return true;
    }
  }
  return false;
}

bool holds_files(const fs::path& folder) {
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    if (entry.is_regular_file(failed)) return true;
  }
  return false;
}

/// Empty if `folder` is in none.
fs::path checkout_of(const fs::path& folder) {
  std::error_code ignored;
  for (fs::path at = folder; at.has_relative_path(); at = at.parent_path()) {
    if (fs::exists(at / ".git", ignored)) return at;
  }
  return {};
}

/// The checkout that `folder` is in, else the highest of the two folders above it that hold other
/// programs too: what they share (headers, Python modules) lies there.
fs::path project_of(const fs::path& folder) {
  const fs::path checkout = checkout_of(folder);
  if (!checkout.empty()) return checkout;
  fs::path project = folder;
  const fs::path above = folder.parent_path();
  const bool has_twins = holds_others(above, folder);
  if (has_twins) project = above;
  const fs::path top = above.parent_path();
  if (!top.has_relative_path()) return project;
  // Twins with files of their own stand in a collection, whatever else is in it.
  if (holds_others(top, above) || (has_twins && holds_files(above))) project = top;
  return project;
}

/// Sources and include folders that a configuration names.
struct Named {
  explicit Named(const KernelConfig& config) : folders(config.orchestration_include_dirs) {
    if (!config.orchestration.empty()) sources.push_back(config.orchestration);
    for (const KernelSource& kernel : config.kernels) add(kernel.source, kernel.include_dirs);
    for (const LaunchSource& launch : config.launches) add(launch.source, launch.include_dirs);
  }
  void add(const fs::path& source, const std::vector<fs::path>& include_dirs) {
    sources.push_back(source);
    folders.insert(folders.end(), include_dirs.begin(), include_dirs.end());
  }
  std::vector<fs::path> sources, folders;
};

/// Folders of the system and of the user's own secrets, which no program has sources in.
bool is_private(const fs::path& folder) {
  constexpr std::string_view kSystem[] = {"etc", "proc", "sys", "dev", "run", "var", "boot"};
  const fs::path below_root = folder.relative_path();
  if (below_root.empty()) return true;
  const std::string first = below_root.begin()->string();
  if (std::find(std::begin(kSystem), std::end(kSystem), first) != std::end(kSystem)) return true;
  const char* const home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') return false;
  const fs::path relative = folder.lexically_relative(fs::weakly_canonical(home));
  if (relative == ".") return true;
  return !relative.empty() && *relative.begin() != ".." && relative.begin()->string()[0] == '.';
}

/// A configuration may name sources and include folders wherever their author has them. Throws
/// InputError for a private place that is neither in the program's project nor allowed.
void require_allowed(const fs::path& folder, const Installation& installation,
                     const KernelConfig& config, const std::string& key) {
  const fs::path real = fs::weakly_canonical(folder);
  if (!is_private(real) || is_below(real, fs::weakly_canonical(installation.root())) ||
      is_below(real, project_of(config.file.parent_path()))) {
    return;
  }
  for (const fs::path& allowed : used.read) {
    if (is_below(real, fs::weakly_canonical(allowed))) return;
  }
  throw InputError(config.file.string(), key,
                   "a place that is neither the system's nor a home folder or hidden in one",
                   folder.string(), "copy it elsewhere, or give --allow-read " + folder.string());
}

/// A tool need not be below /usr: its own folder, and the one above, where its libraries are.
void add_tool(FileAccess& access, const fs::path& tool) {
  std::error_code ignored;
  access.execute.push_back(fs::canonical(tool, ignored).parent_path().parent_path());
  access.execute.push_back(tool.parent_path());
}

void add_compiler(FileAccess& access) {
  const char* const chosen = std::getenv("NPUSIM_CXX");
  if (chosen == nullptr || *chosen == '\0') return;
  if (const auto found = find_program(chosen)) add_tool(access, *found);
}

/// A source of another checkout has headers anywhere in that one.
void add_checkout(FileAccess& access, const fs::path& source) {
  const fs::path checkout = checkout_of(fs::weakly_canonical(source).parent_path());
  if (!checkout.empty() && !is_private(checkout)) access.read.push_back(checkout);
}

void add_options(FileAccess& access) {
  access.read.insert(access.read.end(), used.read.begin(), used.read.end());
}

}  // namespace

void use_sandbox(const SandboxOptions& options) {
  used = options;
  if (used.mode == SandboxMode::Off) return;
  // Processes that share a campaign speak with each other.
  const bool is_shared =
      std::getenv("OMPI_COMM_WORLD_SIZE") != nullptr || std::getenv("PMI_SIZE") != nullptr;
  // What is not there cannot be named in a rule; whoever needs the folder says what is wrong with
  // it.
  std::error_code told_later;
  for (const fs::path& folder : used.write) fs::create_directories(folder, told_later);
  const std::string missing = is_shared ? "mpirun's processes need the network" : sandbox_missing();
  if (missing.empty()) return;
  if (used.mode == SandboxMode::Require) {
    throw InputError("--sandbox", "require", "a system that can confine a process", missing,
                     "run it on another system, or with --sandbox off");
  }
  used.mode = SandboxMode::Off;
}

bool is_sandboxed() { return used.mode != SandboxMode::Off; }

void confine_configuration(const fs::path& program_folder) {
  if (!is_sandboxed()) return;
  FileAccess access;
  add_system(access);
  add_options(access);
  const Installation installation = Installation::find();
  access.read.push_back(installation.config_reader());
  access.read.push_back(project_of(program_folder));
  if (is_below(program_folder, fs::weakly_canonical(installation.kernels()))) {
    access.read.push_back(installation.kernels());
  }
  before_configuration([access](const fs::path& python) {
    FileAccess with_python = access;
    add_tool(with_python, python);
    give_up_files(with_python);
    give_up_calls({false, true, false});
  });
}

void confine_build(const Installation& installation, const KernelConfig& config,
                   const KernelLibrary& library, const fs::path& data_file) {
  if (!is_sandboxed()) return;
  FileAccess access;
  add_system(access);
  add_options(access);
  access.read.push_back(config.file.parent_path());
  if (!config.data_file.empty()) access.read.push_back(config.data_file.parent_path());
  access.read.push_back(installation.root());
  const Named named(config);
  for (const fs::path& folder : named.folders) {
    require_allowed(folder, installation, config, "include folders");
    access.read.push_back(folder);
  }
  for (const fs::path& source : named.sources) {
    require_allowed(source, installation, config, "source");
    access.read.push_back(source.parent_path());
  }
  for (const fs::path& file : named_data_files(data_file)) {
    require_allowed(file, installation, config, "data files");
    access.read.push_back(file);
  }
  for (const fs::path& folder : library.folders()) {
    if (library.named_by_program) {
      require_allowed(library.root, installation, config, library.key());
    }
    access.read.push_back(folder);
  }
  // Libraries that kernels are linked with are beside npusim.
  const fs::path executable = fs::read_symlink("/proc/self/exe").parent_path();
  access.read.push_back(executable);
  access.execute.push_back(executable.parent_path() / "lib" / "npusim");
  of_program = access;
  access.read.push_back(project_of(config.file.parent_path()));
  for (const fs::path& source : named.sources) add_checkout(access, source);
  add_compiler(access);
  prepare_cache_directory(cache_directory());
  access.write.push_back(cache_directory());
  setenv("TMPDIR", cache_directory().c_str(), 1);
  access.write.insert(access.write.end(), used.write.begin(), used.write.end());
  access.write.insert(access.write.end(), used.write_before_code.begin(),
                      used.write_before_code.end());
  access.read.emplace_back("/proc");
  give_up_files(access);
  give_up_calls({true, true, false});
}

void confine_golden() {
  if (!is_sandboxed()) return;
  FileAccess access = of_program;
  access.read.push_back(cache_directory());
  access.read.emplace_back("/proc/self");
  give_up_files(access);
  give_up_calls({});
}

void confine_code(bool more_runs) {
  if (!is_sandboxed()) return;
  FileAccess access = of_program;
  access.read.push_back(cache_directory());
  access.read.emplace_back(more_runs ? "/proc" : "/proc/self");
  if (!used.write.empty()) {
    access.write.insert(access.write.end(), used.write.begin(), used.write.end());
  }
  give_up_files(access);
  give_up_calls({more_runs, false});
}

}  // namespace npusim::session
