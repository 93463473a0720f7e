// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/targets.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include "analysis/result/suppressions.h"
#include "models/arch/input_error.h"
#include "session/suite/expectation.h"
#include "session/suite/suite.h"
#include "sim/program/data_file.h"
#include "sim/program/kernel_config.h"
#include "sim/schedule/schedule.h"
#include "tests/fuzz/damaged_trace.h"
#include "tests/traces/trace_fixture.h"
#include "traces/arrays/array_file.h"
#include "traces/read/survival.h"

namespace npusim::test {
namespace {

/// Larger tensors are described, not filled.
constexpr std::uint64_t kMostBytes = 1 << 20;

void require(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

/// With the sources that the corpus names.
class Folder : public TemporaryFolder {
 public:
  Folder() {
    for (const char* name : {"k.cpp", "task.cpp", "golden.cpp"}) write(name, "");
  }
};

const Folder& folder() {
  static const Folder kFolder;
  return kFolder;
}

/// `read` on a file with these bytes; a refusal is an answer.
template <typename Read>
void read_file(const char* name, std::string_view bytes, Read read) {
  const std::filesystem::path file = folder().write(name, std::string(bytes));
  try {
    read(file);
  } catch (const InputError&) {
  }
}

void read_array(const std::filesystem::path& file, const std::string& dataset) {
  const auto [type, shape] = traces::describe_array(file, dataset);
  std::uint64_t bytes = size_bytes(type);
  for (const std::uint64_t extent : shape) {
    if (extent != 0 && bytes > kMostBytes / extent) return;
    bytes *= extent;
  }
  std::vector<std::byte> memory(bytes);
  for (const ByteRange& range : traces::read_array(file, dataset, memory.data())) {
    require(range.begin < range.end && range.end <= bytes, "a range outside of the array");
  }
}

void configuration(std::string_view bytes) {
  try {
    kernel_config_from(std::string(bytes), folder() / "kernel_config.py");
  } catch (const InputError&) {
  }
}

void data_file(std::string_view bytes) {
  const DatasetSource arrays{traces::describe_array, traces::read_array};
  read_file("data.json", bytes, [&](const std::filesystem::path& file) {
    for (const Argument& argument : read_data_file(file, arrays).arguments) {
      if (argument.initial.size_bytes() > kMostBytes) continue;
      std::vector<std::byte> memory(argument.initial.size_bytes());
      argument.initial.fill(memory.data());
    }
  });
}

void npy(std::string_view bytes) {
  read_file("array.npy", bytes, [](const auto& file) { read_array(file, ""); });
}

/// HDF5 itself crashes on some damaged files; commands run it in a process that may (see
/// session/supervise/worker_end.cpp). NPUSIM_FUZZ_HDF5 looks for such files.
void hdf5(std::string_view bytes) {
  static const bool all = std::getenv("NPUSIM_FUZZ_HDF5") != nullptr;
  read_file("array.h5", bytes, [](const auto& file) {
    const auto read = [&file] { read_array(file, "/in/x"); };
    if (all) return read();
    traces::survives(read, 20);
  });
}

void trace(std::string_view bytes) {
  const std::span input(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  const auto file = folder().write("damaged.h5", damaged_trace(input));
  read_everything(file.string(), !input.empty() && input[0] >= 128);
}

void schedule(std::string_view bytes) {
  try {
    const Schedule read = parse_schedule(bytes);
    require(parse_schedule(to_string(read)) == read, "a schedule that its own text does not give");
  } catch (const InputError&) {
  }
}

void suppressions(std::string_view bytes) {
  read_file("suppressions.json", bytes, [](const auto& file) {
    analysis::Finding finding;
    finding.check = "race";
    finding.first.source = {"k.cpp", 12};
    const auto accepted = analysis::load_suppressions(file);
    const auto outcome = analysis::apply(accepted, {finding}, "2026-11-26");
    require(outcome.findings.size() + outcome.suppressed == 1, "a finding that is lost");
  });
}

void expectation(std::string_view bytes) {
  read_file("expect.json", bytes, [](const auto& file) {
    const nlohmann::json report{
        {"verdict", "race"},
        {"findings", {{{"check", "race"}, {"first", {{"source", "k.cpp:12"}}}}}},
        {"golden", {{{"equal", true}}}}};
    session::differences(session::read_expectation(file.parent_path()), report);
  });
}

void baseline(std::string_view bytes) {
  read_file("baseline.json", bytes, [](const auto& file) { session::read_baseline(file); });
}

constexpr FuzzTarget kTargets[] = {{"kernel_config", configuration},
                                   {"data_json", data_file},
                                   {"npy", npy},
                                   {"hdf5", hdf5},
                                   {"trace", trace},
                                   {"schedule", schedule},
                                   {"suppressions", suppressions},
                                   {"expect", expectation},
                                   {"baseline", baseline}};

}  // namespace

std::span<const FuzzTarget> fuzz_targets() { return kTargets; }

const FuzzTarget& fuzz_target(std::string_view name) {
  const auto found =
      std::ranges::find_if(kTargets, [name](const FuzzTarget& t) { return t.name == name; });
  if (found == std::end(kTargets)) throw std::out_of_range(std::string(name));
  return *found;
}

}  // namespace npusim::test
