// SPDX-License-Identifier: Apache-2.0
// The C++ compiler that builds programs, and the flags for each kind of source.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/program/installation.h"
#include "sim/program/kernel_library.h"

namespace npusim {

/// What a source is compiled as.
enum class SourceKind : std::uint8_t { AicKernel, AivKernel, Orchestration, Golden };

class Compiler {
 public:
  /// $NPUSIM_CXX if set, else c++ or g++ on PATH. Throws BuildError if there is none.
  Compiler(const Installation& installation, const KernelLibrary& library);

  const std::filesystem::path& path() const { return path_; }
  /// Changes whenever the compiler or the C library does: what a cache entry depends on.
  const std::string& identity() const { return identity_; }

  /// "gcc 12.2.0 -O2 ...": what kernels are compiled with, for reports. Cycles of scalar code
  /// depend on it.
  std::string description() const;

  /// The arguments that compile a source of this kind to an object, files excluded.
  std::vector<std::string> flags(SourceKind kind,
                                 const std::vector<std::filesystem::path>& include_dirs) const;

  /// More of them for launches: an object without what no launch reaches, such as the host's part
  /// of the source, whose libraries are not there.
  std::vector<std::string> launches_alone() const;

  /// Compiles and links one source to a shared object. `first`, if not empty, is a header that is
  /// included before it; precompile() makes it fast. `dependency_file` receives the headers that
  /// were read, system headers excluded, as make rules. Throws BuildError with the compiler's text.
  void build(const std::filesystem::path& source, SourceKind kind,
             const std::vector<std::string>& flags, const std::filesystem::path& first,
             const std::filesystem::path& shared_object,
             const std::filesystem::path& dependency_file) const;

  /// Whether sources of this kind can begin with a precompiled header.
  bool precompiles(SourceKind kind) const;
  /// Precompiles a header. Throws BuildError with the compiler's text.
  void precompile(const std::filesystem::path& header, const std::vector<std::string>& flags,
                  const std::filesystem::path& precompiled,
                  const std::filesystem::path& dependency_file) const;

 private:
  bool is_clang() const { return version_.starts_with("clang"); }
  void run(std::vector<std::string> arguments, const std::filesystem::path& source,
           const std::string& step) const;

  Installation installation_;
  KernelLibrary library_;
  std::filesystem::path path_;
  std::string identity_;
  std::string version_;  ///< "gcc 12.2.0"
};

}  // namespace npusim
