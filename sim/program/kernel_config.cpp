// SPDX-License-Identifier: Apache-2.0
// Reading kernel_config.py: Python evaluates it, this file checks the result.
#include "sim/program/kernel_config.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include "models/arch/topology.h"
#include "sim/build/digest.h"
#include "sim/process/command.h"
#include "sim/program/answer_cache.h"
#include "sim/program/build_error.h"
#include "sim/program/json_value.h"

namespace npusim {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kRings = 4;
constexpr std::uint64_t kMostThreads = kSchedulerThreadCount + 1;
constexpr const char* kIncludeDirs = "extra_include_dirs";
constexpr const char* kLaunchRuntime = "launch";
/// Its orchestration runs on the host before the device starts; the calls are the same.
constexpr const char* kGraphRuntime = "host_build_graph";

fs::path find_python() {
  const char* chosen = std::getenv("NPUSIM_PYTHON");
  const std::string name = chosen == nullptr || *chosen == '\0' ? "python3" : chosen;
  if (auto python = find_program(name)) return *python;
  throw InputError(chosen == nullptr ? "PATH" : "$NPUSIM_PYTHON", "", "a Python 3 interpreter",
                   "no program " + name, "install python3, or set NPUSIM_PYTHON to one");
}

BeforeConfiguration confine;

/// What a script that stands for Python (of pyenv, say) would run in the end.
fs::path interpreter(const fs::path& python) {
  std::ifstream file(python, std::ios::binary);
  if (file.get() != '#' || file.get() != '!') return python;
  const CommandResult result =
      run_command({python.string(), "-S", "-c", "import sys; print(sys.executable)"});
  const std::string name = result.output.substr(0, result.output.find('\n'));
  return result.exit_status == 0 && fs::exists(name) ? fs::path(name) : python;
}

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The file as it is now: where it is, and what it says.
void add_file(Digest& digest, const fs::path& file) {
  std::error_code failed;
  digest.add(fs::absolute(file).string())
      .add(fs::weakly_canonical(file, failed).string())
      .add(bytes_of(file));
}

/// A repeatable configuration's value depends on its reader, itself, and the files it imports. As
/// with built kernels, the first two lead to the list of the third, and all to the value.
class KeptConfiguration {
 public:
  KeptConfiguration(const fs::path& file, const fs::path& reader) {
    recipe_.add("npusim configuration 1").add(bytes_of(reader));
    add_file(recipe_, file);
  }

  std::optional<std::string> find() const {
    const auto imported = kept_answer(recipe_.hex() + ".imports");
    return imported ? kept_answer(key(*imported)) : std::nullopt;
  }

  void keep(const JsonValue& answer, const std::string& text) const {
    std::string imported;
    for (const JsonValue& file : answer.at("imported").elements()) imported += file.text() + "\n";
    keep_answer(key(imported), text);
    keep_answer(recipe_.hex() + ".imports", imported);
  }

 private:
  std::string key(const std::string& imported) const {
    Digest digest = recipe_;
    std::istringstream lines(imported);
    for (std::string file; std::getline(lines, file);) add_file(digest, file);
    return digest.hex() + ".config.json";
  }

  Digest recipe_;
};

/// What the reader script prints for `file`.
std::string run_reader(const fs::path& file, const fs::path& reader,
                       const KeptConfiguration& kept) {
  const fs::path python = interpreter(find_python());
  // -S: no site packages; reading a configuration needs none, and starting is twice as fast.
  const CommandResult result =
      run_command({python.string(), "-S", reader.string(), file.string()},
                  confine ? std::function<void()>([&] { confine(python); }) : nullptr);
  if (result.exit_status != 0 || result.output.empty()) {
    throw InputError(file.string(), "", "a file that python3 can evaluate",
                     "exit status " + std::to_string(result.exit_status) + ": " + result.errors,
                     "run python3 on it to see why");
  }
  const JsonValue answer = JsonValue::from_text(result.output, file.string());
  const auto repeatable = answer.find("repeatable");
  if (repeatable && repeatable->boolean()) kept.keep(answer, result.output);
  return result.output;
}

/// What the reader script prints, or printed when it was last asked.
std::string evaluate(const fs::path& file, const Installation& installation) {
  if (!fs::is_regular_file(file)) {
    throw InputError(file.string(), "", "the program's kernel_config.py", "no such file",
                     "name the directory that the compiler wrote");
  }
  if (file.string().find('\n') != std::string::npos) {
    throw InputError(file.string(), "", "a path of one line", "a line break in it",
                     "rename the folder: compilers cannot list files of such a name");
  }
  const fs::path reader = installation.config_reader();
  const KeptConfiguration kept(file, reader);
  const std::optional<std::string> known = kept.find();
  return known ? *known : run_reader(file, reader, kept);
}

/// The object under "config" of the reader script's answer.
JsonValue config_of(const std::string& text, const fs::path& file) {
  const JsonValue answer = JsonValue::from_text(text, file.string());
  if (auto error = answer.find("error")) {
    const JsonValue line = error->at("line");
    throw InputError(file.string() + (line.is_null() ? "" : ":" + line.shown()), "",
                     "Python that runs", error->at("text").text(), "correct it there");
  }
  return answer.at("config");
}

/// The same value under the name that the user knows: KERNELS[0].source, not config.KERNELS...
JsonValue renamed(const JsonValue& config, const char* name) {
  if (!config.has(name)) {
    throw InputError(config.file(), name, "a definition of " + std::string(name), "none",
                     "define it as the compiler does");
  }
  return config.at(name).with_path(name);
}

KernelSource read_kernel(const JsonValue& entry, const fs::path& folder) {
  KernelSource kernel;
  const JsonValue func_id = entry.at("func_id");
  if (func_id.count() >= 1024) func_id.fail("a number from 0 to 1023", "renumber the kernels");
  kernel.func_id = static_cast<int>(func_id.count());
  kernel.source = read_source(entry, folder);
  kernel.target = read_target(entry);
  const auto name = entry.find("name");
  kernel.name = name ? name->text() : kernel.source.stem().string();
  kernel.include_dirs = read_include_dirs(entry, kIncludeDirs, folder);
  if (const auto host_code = entry.find("host_code")) kernel.host_code = host_code->boolean();
  return kernel;
}

void read_kernels(const JsonValue& list, const fs::path& folder, KernelConfig& config) {
  for (const JsonValue& entry : list.elements()) {
    config.kernels.push_back(read_kernel(entry, folder));
    const KernelSource& added = config.kernels.back();
    for (std::size_t i = 0; i + 1 < config.kernels.size(); ++i) {
      if (config.kernels[i].func_id != added.func_id) continue;
      entry.at("func_id").fail(
          "a func_id that no other kernel has",
          std::to_string(added.func_id) + ", which " + config.kernels[i].name + " has too",
          "renumber one of the two");
    }
  }
  if (config.kernels.empty()) list.fail("at least one kernel", "add the program's kernels");
  std::sort(config.kernels.begin(), config.kernels.end(),
            [](const KernelSource& a, const KernelSource& b) { return a.func_id < b.func_id; });
}

/// A ring size: an integer, its decimal digits as text, or a list of one per ring.
std::vector<std::uint64_t> read_ring_sizes(const JsonValue& value) {
  std::vector<std::uint64_t> sizes;
  const std::string expected = "a size, or a list of 4 sizes";
  for (const JsonValue& item : value.is_array() ? value.elements() : std::vector{value}) {
    if (!item.is_text()) {
      sizes.push_back(item.count());
      continue;
    }
    const std::string text = item.text();
    const bool digits = !text.empty() && text.size() < 19 &&
                        text.find_first_not_of("0123456789") == std::string::npos;
    if (!digits) item.fail(expected, "write a decimal number");
    sizes.push_back(std::stoull(text));
  }
  if (sizes.empty() || (value.is_array() && sizes.size() != kRings)) {
    value.fail(expected, "give one size, or one for each ring");
  }
  return sizes;
}

void read_environment(const JsonValue& environment, KernelConfig& config) {
  for (const std::string& key : environment.keys()) {
    const JsonValue value = environment.at(key);
    if (key == "PTO2_RING_TASK_WINDOW" || key == "ring_task_window") {
      config.rings.task_window = read_ring_sizes(value);
    } else if (key == "PTO2_RING_HEAP" || key == "ring_heap") {
      config.rings.heap_bytes = read_ring_sizes(value);
    } else if (key == "PTO2_RING_DEP_POOL" || key == "ring_dep_pool") {
      config.rings.dep_pool = read_ring_sizes(value);
    } else {
      config.other_environment[key] = value.is_text() ? value.text() : value.shown();
    }
  }
}

void read_runtime(const JsonValue& runtime, KernelConfig& config) {
  if (auto name = runtime.find("runtime")) {
    const std::string text = name->text();
    if (text != config.runtime && text != kGraphRuntime && text != kLaunchRuntime) {
      name->fail(fmt::format("{}, {} or {}", config.runtime, kGraphRuntime, kLaunchRuntime),
                 "compile the program for that runtime; no other is modelled");
    }
    config.runtime = name->text();
  }
  if (auto threads = runtime.find("aicpu_thread_num")) {
    config.aicpu_threads = threads->count();
    if (config.aicpu_threads == 1 || config.aicpu_threads > kMostThreads) {
      threads->fail(
          "2 to 4 threads, one of which runs the orchestration, or 0 for the runtime's own",
          "correct the number");
    }
  }
  if (auto block_dim = runtime.find("block_dim")) {
    config.block_dim = block_dim->count();
    if (config.block_dim > kClusterCount) {
      block_dim->fail("1 to 24, the clusters of the chip, or 0 for all", "correct the number");
    }
  }
}

void read_orchestrated(const JsonValue& evaluated, const fs::path& folder, KernelConfig& config) {
  const JsonValue orchestration = renamed(evaluated, "ORCHESTRATION");
  config.orchestration = read_source(orchestration, folder);
  if (auto function = orchestration.find("function_name")) {
    config.orchestration_function = function->text();
  }
  config.orchestration_include_dirs = read_include_dirs(orchestration, kIncludeDirs, folder);
  if (evaluated.has("LAUNCHES")) {
    renamed(evaluated, "LAUNCHES")
        .fail("no LAUNCHES in a program of the task runtime",
              "write RUNTIME_CONFIG = {\"runtime\": \"launch\"}");
  }
  read_kernels(renamed(evaluated, "KERNELS"), folder, config);
}

void read_launched(const JsonValue& evaluated, const fs::path& folder, KernelConfig& config) {
  for (const char* name : {"ORCHESTRATION", "KERNELS"}) {
    if (evaluated.has(name)) {
      renamed(evaluated, name)
          .fail("LAUNCHES alone in a program without a task runtime",
                "remove it, or name the runtime in RUNTIME_CONFIG");
    }
  }
  config.launches = read_launches(renamed(evaluated, "LAUNCHES"), folder);
}

}  // namespace

void before_configuration(BeforeConfiguration action) { confine = std::move(action); }

KernelConfig read_kernel_config(const fs::path& file, const Installation& installation) {
  return kernel_config_from(evaluate(file, installation), file);
}

KernelConfig kernel_config_from(const std::string& answer, const fs::path& file) {
  const JsonValue evaluated = config_of(answer, file);
  const fs::path folder = file.parent_path();
  KernelConfig config;
  config.file = file;
  if (evaluated.has("RUNTIME_CONFIG")) read_runtime(renamed(evaluated, "RUNTIME_CONFIG"), config);
  if (evaluated.has("RUNTIME_ENV")) read_environment(renamed(evaluated, "RUNTIME_ENV"), config);
  if (evaluated.has("DATA")) {
    const fs::path data = renamed(evaluated, "DATA").text();
    config.data_file = (data.is_relative() ? folder / data : data).lexically_normal();
  }
  const auto read_checkout = [&](const char* key, std::optional<fs::path>& checkout) {
    if (!evaluated.has(key)) return;
    const fs::path library = renamed(evaluated, key).text();
    checkout = library.is_relative() ? folder / library : library;
  };
  read_checkout("PTO_ISA", config.library.pto_isa);
  read_checkout("ASC_DEVKIT", config.library.asc_devkit);
  if (config.runtime == kLaunchRuntime) {
    read_launched(evaluated, folder, config);
  } else {
    read_orchestrated(evaluated, folder, config);
  }
  return config;
}

}  // namespace npusim
