// SPDX-License-Identifier: Apache-2.0
#include "sim/program/launch_source.h"

#include <cctype>

namespace npusim {

namespace fs = std::filesystem;

namespace {

/// Blocks are numbered by 32 bits; the device refuses more than this many (65535).
constexpr std::uint64_t kMostBlocks = 65535;
/// As many as the cores' argument buffers hold (task-runtime.md section 6.1).
constexpr std::size_t kMostArgs = 48;

std::vector<std::string> read_texts(const JsonValue& entry, const char* key) {
  std::vector<std::string> texts;
  const auto list = entry.find(key);
  if (!list) return texts;
  for (const JsonValue& value : list->elements()) texts.push_back(value.text());
  return texts;
}

std::string read_function(const JsonValue& value) {
  std::string function = value.text();
  if (function.find_first_of("\n;{}\"") != std::string::npos || function.empty()) {
    value.fail("a function's name, with its template arguments", "name the __global__ function");
  }
  return function;
}

bool is_identifier(const std::string& name) {
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') return false;
  }
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0;
}

std::vector<std::string> read_defines(const JsonValue& entry) {
  std::vector<std::string> defines;
  const auto all = entry.find("defines");
  if (!all) return defines;
  for (const std::string& name : all->keys()) {
    const JsonValue value = all->at(name);
    if (!is_identifier(name)) value.fail("a macro's name", name, "rename the macro");
    defines.push_back(name + "=" + (value.is_text() ? value.text() : value.shown()));
  }
  return defines;
}

/// How many cores of each kind run a block.
void read_cores(const JsonValue& entry, LaunchSource& launch) {
  const auto ratio = entry.find("aic_to_aiv");
  if (launch.target != KernelTarget::Mix) {
    if (ratio) ratio->fail("no aic_to_aiv beside core_type aic or aiv", "remove it");
    launch.aic_per_block = launch.target == KernelTarget::AIC ? 1 : 0;
    launch.aiv_per_block = launch.target == KernelTarget::AIV ? 1 : 0;
    return;
  }
  launch.aic_per_block = 1;
  launch.aiv_per_block = 2;
  if (!ratio) return;
  const std::vector<JsonValue> counts = ratio->elements();
  const std::uint64_t aic = counts.size() == 2 ? counts[0].count() : 2;
  const std::uint64_t aiv = counts.size() == 2 ? counts[1].count() : 0;
  const bool known = (aic == 1 && aiv <= 2) || (aic == 0 && aiv == 1);
  if (!known) {
    ratio->fail("[1, 2], [1, 1], [1, 0] or [0, 1]", "write what the kernel's __mix__ says");
  }
  launch.aic_per_block = static_cast<unsigned>(aic);
  launch.aiv_per_block = static_cast<unsigned>(aiv);
}

LaunchSource read_launch(const JsonValue& entry, const fs::path& folder) {
  entry.only_keys({"source", "function", "core_type", "aic_to_aiv", "blocks", "args", "defines",
                   "include_dirs", "instances", "host_code"});
  LaunchSource launch;
  launch.source = read_source(entry, folder);
  launch.function = read_function(entry.at("function"));
  launch.target = read_target(entry);
  read_cores(entry, launch);
  const JsonValue blocks = entry.at("blocks");
  if (blocks.count() < 1 || blocks.count() > kMostBlocks) {
    blocks.fail("a number of blocks from 1 to " + std::to_string(kMostBlocks),
                "give the first number of <<<blocks, 0, stream>>>");
  }
  launch.blocks = static_cast<std::int32_t>(blocks.count());
  launch.args = read_texts(entry, "args");
  if (launch.args.size() > kMostArgs) {
    entry.at("args").fail("at most " + std::to_string(kMostArgs) + " arguments",
                          std::to_string(launch.args.size()), "pass a structure in memory");
  }
  launch.defines = read_defines(entry);
  launch.include_dirs = read_include_dirs(entry, "include_dirs", folder);
  require_folders(entry, "include_dirs", launch.include_dirs);
  launch.instances = read_texts(entry, "instances");
  if (const auto host_code = entry.find("host_code")) launch.host_code = host_code->boolean();
  return launch;
}

}  // namespace

std::vector<LaunchSource> read_launches(const JsonValue& list, const fs::path& folder) {
  std::vector<LaunchSource> launches;
  for (const JsonValue& entry : list.elements()) launches.push_back(read_launch(entry, folder));
  if (launches.empty()) list.fail("at least one launch", "add the program's launches");
  return launches;
}

}  // namespace npusim
