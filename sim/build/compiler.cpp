// SPDX-License-Identifier: Apache-2.0
// Compiling a program's sources.
//
// Kernels and orchestrations are compiled with the thread sanitizer's instrumentation, so that each
// scalar load and store calls __tsan_readN or __tsan_writeN, and with a call per basic block
// (trace-pc) and before a division by zero. They are linked without the sanitizer's runtime: npusim
// itself has these functions.
#include "sim/build/compiler.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <optional>

#include <fmt/format.h>
#include <gnu/libc-version.h>
#include <sys/stat.h>

#include "sim/build/digest.h"
#include "sim/build/kernel_symbols.h"
#include "sim/process/command.h"
#include "sim/program/answer_cache.h"
#include "sim/program/build_error.h"

namespace npusim {

namespace fs = std::filesystem;

namespace {

fs::path find_compiler() {
  if (const char* chosen = std::getenv("NPUSIM_CXX"); chosen != nullptr && *chosen != '\0') {
    if (auto compiler = find_program(chosen)) return *compiler;
    throw BuildError(chosen, "$NPUSIM_CXX: expected a C++ compiler, found no program " +
                                 std::string(chosen) + "; correct or unset the variable");
  }
  for (const char* name : {"c++", "g++"}) {
    if (auto compiler = find_program(name)) return *compiler;
  }
  throw BuildError("PATH",
                   "PATH: expected a C++20 compiler, found neither c++ nor g++; "
                   "install g++, or set NPUSIM_CXX to a compiler");
}

/// Asking the compiler for its version would cost more than the rest of a build that has nothing to
/// do; its file changes with it.
std::string identity_of(const fs::path& compiler) {
  const fs::path file = fs::canonical(compiler);
  struct stat status {};
  ::stat(file.c_str(), &status);
  return file.string() + " " + std::to_string(status.st_size) + " " +
         std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) +
         " libc " + ::gnu_get_libc_version();
}

/// "gcc 12.2.0", whatever name the compiler has here.
std::string version_of(const fs::path& compiler, const std::string& identity) {
  const std::string key = Digest().add(identity).hex() + ".compiler.json";
  if (std::optional<std::string> known = kept_answer(key)) return *known;
  const auto first_line = [&](const std::vector<std::string>& options) {
    std::vector<std::string> command{compiler.string()};
    command.insert(command.end(), options.begin(), options.end());
    const std::string output = run_command(command).output;
    return output.substr(0, output.find('\n'));
  };
  const bool is_clang = first_line({"--version"}).find("clang") != std::string::npos;
  std::string answer = is_clang ? "clang " + first_line({"-dumpversion"})
                                : "gcc " + first_line({"-dumpfullversion", "-dumpversion"});
  keep_answer(key, answer);
  return answer;
}

bool is_kernel(SourceKind kind) {
  return kind == SourceKind::AicKernel || kind == SourceKind::AivKernel;
}

/// What is compiled in front of kernels that use the headers of a checkout.
const char* opening_of(KernelLibrary::Kind kind) {
  return kind == KernelLibrary::Kind::AscDevkit ? "asc_devkit.h" : "pto_isa.h";
}

void append(std::vector<std::string>& list, std::initializer_list<const char*> items) {
  list.insert(list.end(), items.begin(), items.end());
}

}  // namespace

Compiler::Compiler(const Installation& installation, const KernelLibrary& library)
    : installation_(installation),
      library_(library),
      path_(find_compiler()),
      identity_(identity_of(path_)),
      version_(version_of(path_, identity_)) {}

std::vector<std::string> Compiler::flags(SourceKind kind,
                                         const std::vector<fs::path>& include_dirs) const {
  // -w: warnings about code that another compiler generated help nobody here.
  std::vector<std::string> list{"-std=c++20",           "-g1", "-fPIC", "-ffp-contract=off",
                                "-fno-strict-aliasing", "-w"};
  // First: what a checkout has is the checkout's; the task runtime's headers remain the bundled
  // ones.
  if (is_kernel(kind)) {
    if (library_.kind == KernelLibrary::Kind::AscDevkit) {
      // Headers that an installation has in front of a checkout's, which some of them wrap.
      list.push_back("-I" + (installation_.root() / "cce/asc_devkit/installed").string());
    }
    for (const fs::path& dir : library_.include_dirs()) list.push_back("-I" + dir.string());
  }
  list.push_back("-I" + installation_.root().string());
  list.push_back("-I" + installation_.pto().string());
  for (const fs::path& dir : include_dirs) list.push_back("-I" + dir.string());
  if (kind == SourceKind::Golden) {
    append(list, {"-O3", "-pthread"});
    // Wider vectors change no bit: nothing is contracted, and no order of additions is given up.
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) append(list, {"-mavx2"});
#endif
    return list;
  }
  // The program's own calls of these come to npusim (models/core/memory_functions.cpp), and no
  // access becomes an inlined or an invented call that the instrumentation does not see.
  append(list,
         {"-Wl,--wrap=memcpy,--wrap=memmove,--wrap=memset,--wrap=memcmp", "-fno-builtin-memcpy",
          "-fno-builtin-memmove", "-fno-builtin-memset", "-fno-builtin-memcmp"});
  // Clang invents none once they are no builtins.
  if (!is_clang()) list.push_back("-fno-tree-loop-distribute-patterns");
  append(list,
         {"-O2", "-fstack-clash-protection", "-fsanitize=thread", "-fsanitize-coverage=trace-pc",
          "-D__NPU_ARCH__=2201", "-fsanitize=integer-divide-by-zero",
          "-fno-sanitize-recover=integer-divide-by-zero", "-DPTO_NPU_ARCH_A2A3", "-DMEMORY_BASE",
          "-D__gm__=", "-D__aicore__=", "-D__global__="});
  if (kind == SourceKind::AicKernel) append(list, {"-D__DAV_CUBE__", "-D__DAV_C220_CUBE__"});
  if (kind == SourceKind::AivKernel) append(list, {"-D__DAV_VEC__", "-D__DAV_C220_VEC__"});
  // Calls of printf stay calls of printf.
  if (is_kernel(kind)) append(list, {"-fno-builtin-printf"});
  // Variables that each core has of its own lie where kernel_symbols.h knows them.
  if (is_kernel(kind) && library_.is_bundled()) {
    list.push_back(fmt::format("-Dblock_local=gnu::section(\"{}\")", kBlockLocalSection));
  }
  // A call at a function's end stays one, so that its return address is the place of the call.
  if (is_kernel(kind) && !library_.is_bundled()) {
    // By its whole path: compilers look for an include's name in their own folder first.
    const fs::path cce = installation_.root() / "cce";
    list.push_back("-fno-optimize-sibling-calls");
    list.push_back("-include" + (cce / opening_of(library_.kind)).string());
  }
  return list;
}

std::vector<std::string> Compiler::launches_alone() const {
  return {"-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections",
          "-Wl,--version-script=" + (installation_.root() / "pto/npusim/launch.map").string()};
}

std::string Compiler::description() const {
  std::string text = version_;
  for (const std::string& flag : flags(SourceKind::AivKernel, {})) {
    if (!flag.starts_with("-I") && !flag.starts_with("-include")) text += " " + flag;
  }
  return text;
}

void Compiler::run(std::vector<std::string> arguments, const fs::path& source,
                   const std::string& step) const {
  arguments.insert(arguments.begin(), path_.string());
  const CommandResult result = run_command(arguments);
  if (result.exit_status == 0) return;
  throw BuildError(source.string(),
                   source.string() + " does not " + step + ":\n" + result.errors + result.output);
}

bool Compiler::precompiles(SourceKind kind) const { return is_kernel(kind) && !is_clang(); }

void Compiler::precompile(const fs::path& header, const std::vector<std::string>& flags,
                          const fs::path& precompiled, const fs::path& dependency_file) const {
  std::vector<std::string> compile;
  // An option of the linker would make the compiler link.
  std::copy_if(flags.begin(), flags.end(), std::back_inserter(compile),
               [](const std::string& flag) { return !flag.starts_with("-Wl,"); });
  compile.insert(compile.end(), {"-MMD", "-MF", dependency_file.string(), "-MT", "source", "-x",
                                 "c++-header", header.string(), "-o", precompiled.string()});
  run(std::move(compile), header, "compile");
}

void Compiler::build(const fs::path& source, SourceKind kind, const std::vector<std::string>& flags,
                     const fs::path& first, const fs::path& shared_object,
                     const fs::path& dependency_file) const {
  const std::string object = shared_object.string() + ".o";
  std::vector<std::string> compile;
  // Before all other includes, or the compiler does not take the precompiled file.
  if (!first.empty()) compile = {"-include", first.string()};
  compile.insert(compile.end(), flags.begin(), flags.end());
  compile.insert(compile.end(), {"-MMD", "-MF", dependency_file.string(), "-MT", "source", "-c",
                                 source.string(), "-o", object});
  std::vector<std::string> link{"-shared", "-pthread", object, "-o", shared_object.string()};
  // What a kernel prints goes through npusim, not between the lines of a report.
  if (is_kernel(kind)) link.push_back("-Wl,--wrap=printf");
  std::copy_if(flags.begin(), flags.end(), std::back_inserter(link),
               [](const std::string& flag) { return flag.starts_with("-Wl,"); });
  try {
    run(std::move(compile), source, "compile");
    run(std::move(link), source, "link");
  } catch (...) {
    fs::remove(object);
    throw;
  }
  fs::remove(object);
}

}  // namespace npusim
