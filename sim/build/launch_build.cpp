// SPDX-License-Identifier: Apache-2.0
#include "sim/build/launch_build.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "models/arch/check.h"
#include "pto/npusim/launch.h"
#include "sim/build/cache_directory.h"
#include "sim/build/digest.h"
#include "sim/build/launch_text.h"
#include "sim/program/build_error.h"

namespace npusim {

namespace fs = std::filesystem;

namespace {

bool has_kind(const LaunchSource& launch, SourceKind kind) {
  return kind == SourceKind::AicKernel ? launch.aic_per_block > 0 : launch.aiv_per_block > 0;
}

bool is_of(const LaunchUnit& unit, const LaunchSource& launch, SourceKind kind) {
  return unit.kind == kind && unit.source == launch.source && unit.defines == launch.defines &&
         unit.include_dirs == launch.include_dirs;
}

void add_function(LaunchUnit& unit, const std::string& function) {
  const auto place = std::lower_bound(unit.functions.begin(), unit.functions.end(), function);
  if (place == unit.functions.end() || *place != function) unit.functions.insert(place, function);
}

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// Several processes, and both kinds of core of one program, may write the same file: it appears
/// whole, under its own name.
fs::path write_once(const fs::path& directory, const std::string& text) {
  fs::path file = directory / (Digest().add(text).hex() + ".launch.cpp");
  if (fs::exists(file)) return file;
  const fs::path written = temporary_name(file);
  std::ofstream(written, std::ios::binary) << text;
  fs::rename(written, file);
  return file;
}

/// Where the user's `#include "name"` in `file` leads to; empty: not to one of the user's headers.
fs::path own_header(const fs::path& file, const std::string& name, const LaunchUnit& unit) {
  std::vector<fs::path> folders{file.parent_path()};
  folders.insert(folders.end(), unit.include_dirs.begin(), unit.include_dirs.end());
  for (const fs::path& folder : folders) {
    const fs::path header = fs::absolute(folder / name).lexically_normal();
    if (fs::is_regular_file(header)) return header;
  }
  return {};
}

/// Files as a host compiler accepts them, each made once, however many include it.
class AcceptedCopies {
 public:
  AcceptedCopies(const LaunchUnit& unit, const fs::path& directory)
      : unit_(unit), directory_(directory) {}

  /// `file`, or a copy in the directory, if it or one of its own headers needs one. A header that
  /// is being read includes itself: it stays what it is.
  fs::path of(const fs::path& file) {
    const auto [known, is_new] = copies_.try_emplace(file, file);
    if (!is_new) return known->second;
    const fs::path copy = made(file);
    return copies_[file] = copy;
  }

 private:
  fs::path made(const fs::path& file) {
    const std::string source = text_of(file);
    std::string text = source;
    const std::vector<Include> includes = own_includes(source);
    for (auto include = includes.rbegin(); include != includes.rend(); ++include) {
      const fs::path header = own_header(file, include->name, unit_);
      if (header.empty()) continue;
      const fs::path taken = of(header);
      if (taken != header) text.replace(include->at, include->name.size(), taken.string());
    }
    if (const std::string rewritten = for_host_compiler(text); !rewritten.empty()) text = rewritten;
    if (text == source) return file;
    return write_once(directory_, "#line 1 \"" + file.string() + "\"\n" + text);
  }

  const LaunchUnit& unit_;
  const fs::path& directory_;
  std::map<fs::path, fs::path> copies_;
};

/// Compares one parameter with the argument it gets.
void check_argument(const Program& program, const std::string& key, const std::string& name,
                    const launch::Parameter& parameter) {
  const auto fail = [&](const std::string& expected, const std::string& found) {
    throw InputError(program.config.file.string(), key, expected, found,
                     "correct args, or the argument in data.json");
  };
  const auto scalar = std::find_if(program.scalars.begin(), program.scalars.end(),
                                   [&](const auto& one) { return one.name == name; });
  if (scalar == program.scalars.end()) {
    if (!parameter.is_pointer) fail("a scalar, as the function's parameter is", "tensor " + name);
    return;
  }
  if (scalar->structure) {
    const std::size_t bytes = scalar->structure->bytes.size();
    if (parameter.is_pointer || parameter.bytes != bytes) {
      fail(parameter.is_pointer ? "a tensor, as the function's parameter is a pointer"
                                : "a struct of " + std::to_string(parameter.bytes) +
                                      " bytes, as the function's parameter is",
           "struct " + name + " of " + std::to_string(bytes) + " bytes");
    }
    return;
  }
  const std::string found = std::string(npusim::name(scalar->dtype)) + " " + name;
  if (parameter.is_pointer) {
    // A number that is an address: null, or one that the kernel does not follow.
    if (scalar->dtype == DType::UINT64) return;
    fail("a tensor, or the uint64 of an address, as the function's parameter is a pointer", found);
  }
  const bool fits = parameter.is_integer == !is_floating(scalar->dtype) &&
                    (parameter.is_integer ? parameter.bytes >= size_bytes(scalar->dtype)
                                          : parameter.bytes == size_bytes(scalar->dtype));
  if (!fits) {
    fail("a scalar that fits the function's parameter, " +
             std::string(parameter.is_integer                     ? "an integer"
                         : parameter.bytes > sizeof(std::int64_t) ? "a struct"
                                                                  : "a floating-point number") +
             " of " + std::to_string(parameter.bytes) + " bytes",
         found);
  }
}

void check_arguments(const Program& program, std::size_t index,
                     const launch::Parameter* parameters) {
  const LaunchSource& launch = program.config.launches[index];
  const std::string key = "LAUNCHES[" + std::to_string(index) + "].args";
  std::size_t count = 0;
  while (parameters[count].bytes != 0) ++count;
  if (count != launch.args.size()) {
    throw InputError(
        program.config.file.string(), key,
        std::to_string(count) + " arguments, one for each parameter of " + launch.function,
        std::to_string(launch.args.size()), "name an argument of data.json for each parameter");
  }
  for (std::size_t i = 0; i < count; ++i) {
    check_argument(program, key + "[" + std::to_string(i) + "]", launch.args[i], parameters[i]);
  }
}

}  // namespace

std::vector<LaunchUnit> launch_units(const std::vector<LaunchSource>& launches) {
  std::vector<LaunchUnit> units;
  for (const LaunchSource& launch : launches) {
    for (const SourceKind kind : {SourceKind::AicKernel, SourceKind::AivKernel}) {
      if (!has_kind(launch, kind)) continue;
      auto unit = std::find_if(units.begin(), units.end(),
                               [&](const LaunchUnit& one) { return is_of(one, launch, kind); });
      if (unit == units.end()) {
        units.push_back({launch.source, kind, launch.defines, launch.include_dirs, false, {}});
        unit = units.end() - 1;
      }
      unit->host_code |= launch.host_code;
      add_function(*unit, launch.function);
      for (const std::string& function : launch.instances) add_function(*unit, function);
    }
  }
  return units;
}

fs::path write_unit(const LaunchUnit& unit, const fs::path& directory) {
  const fs::path included = AcceptedCopies(unit, directory).of(fs::absolute(unit.source));
  const std::string source = text_of(unit.source);
  std::vector<LaunchedFunction> functions;
  for (const std::string& function : unit.functions) {
    functions.push_back({function, workspace_parameter(source, function)});
  }
  return write_once(directory, launch_unit(included, functions));
}

BuiltLaunch find_launch(const Program& program, std::size_t index,
                        const std::vector<LaunchUnit>& units,
                        const std::vector<SharedLibrary>& libraries) {
  const LaunchSource& launch = program.config.launches[index];
  BuiltLaunch built;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const LaunchUnit& unit = units[i];
    if (!has_kind(launch, unit.kind) || !is_of(unit, launch, unit.kind)) continue;
    const auto place =
        std::lower_bound(unit.functions.begin(), unit.functions.end(), launch.function);
    NPUSIM_CHECK(place != unit.functions.end() && *place == launch.function);
    const auto function = static_cast<std::size_t>(place - unit.functions.begin());
    void* const parameters = libraries[i].symbol(launch_parameters(function));
    check_arguments(program, index, *static_cast<const launch::Parameter* const*>(parameters));
    void*& entry = unit.kind == SourceKind::AicKernel ? built.aic_entry : built.aiv_entry;
    entry = libraries[i].symbol(launch_entry(function));
  }
  return built;
}

}  // namespace npusim
