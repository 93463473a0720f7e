// SPDX-License-Identifier: Apache-2.0
// A program's kernel_config.py, as PyPTO writes it: RUNTIME_CONFIG, ORCHESTRATION, KERNELS, and
// optionally RUNTIME_ENV. Ours: DATA, the data file of programs that share one; LAUNCHES in place
// of ORCHESTRATION and KERNELS, for programs without a task runtime; PTO_ISA and ASC_DEVKIT,
// libraries.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sim/program/config_entry.h"
#include "sim/program/installation.h"
#include "sim/program/kernel_library.h"
#include "sim/program/launch_source.h"

namespace npusim {

struct KernelSource {
  int func_id = 0;
  std::string name;
  std::filesystem::path source;
  KernelTarget target = KernelTarget::AIV;
  std::vector<std::filesystem::path> include_dirs;  ///< "extra_include_dirs"
  bool host_code = false;  ///< "host_code": may have what no core has (sim/build/kernel_symbols.h)
};

/// Sizes of the runtime's rings. Empty: the runtime's own; one value: all rings; else one per ring.
struct RingSizes {
  std::vector<std::uint64_t> task_window;
  std::vector<std::uint64_t> heap_bytes;
  std::vector<std::uint64_t> dep_pool;
};

struct KernelConfig {
  std::filesystem::path file;
  std::string runtime = "tensormap_and_ringbuffer";
  std::uint64_t aicpu_threads = 0;  ///< 0: the runtime's own
  std::uint64_t block_dim = 0;      ///< 0: the whole chip
  std::filesystem::path orchestration;
  std::string orchestration_function = "aicpu_orchestration_entry";
  std::vector<std::filesystem::path> orchestration_include_dirs;  ///< "extra_include_dirs"
  std::vector<KernelSource> kernels;                              ///< by ascending func_id
  /// Not empty: the runtime is "launch", and there are no orchestration and kernels.
  std::vector<LaunchSource> launches;
  std::filesystem::path data_file;  ///< "DATA"; empty: data.json beside kernel_config.py
  LibraryChoice library;  ///< "PTO_ISA", "ASC_DEVKIT": a checkout that kernels are compiled against
  RingSizes rings;
  /// Members of RUNTIME_ENV that are not ring sizes, as text; they change nothing here.
  std::map<std::string, std::string> other_environment;
};

/// What the process that evaluates configurations does before it becomes `python`: gives up what it
/// must not reach.
using BeforeConfiguration = std::function<void(const std::filesystem::path& python)>;
void before_configuration(BeforeConfiguration action);

/// Evaluates `file` with python3 ($NPUSIM_PYTHON if set). Throws InputError.
KernelConfig read_kernel_config(const std::filesystem::path& file,
                                const Installation& installation);

/// What the reader script says of `file` (read_kernel_config.py), checked. Throws InputError.
KernelConfig kernel_config_from(const std::string& answer, const std::filesystem::path& file);

}  // namespace npusim
