// SPDX-License-Identifier: Apache-2.0
// LAUNCHES of a kernel_config.py: the kernels of a program without a task runtime, in the order in
// which `function<<<blocks, 0, stream>>>(args...)` would start them.
//
//   LAUNCHES = [{"source": "kernels/k.cpp",      C++ that defines the function
//                "function": "vadd<float, 64>",  as C++ names it: a __global__ function, an
//                instance
//                                                of a template, or a function that launches one
//                "core_type": "aiv",             aic | aiv | mix
//                "aic_to_aiv": [1, 2],           mix only: cores of a block
//                "blocks": 24,
//                "args": ["x", "y", "n"],        names of data.json's args: tensors and scalars
//                "defines": {"N": 4},            optional: macros
//                "include_dirs": ["include"],    optional
//                "host_code": False,             optional: as in KERNELS
//                "instances": ["vadd<half>"]}]   optional: further functions to compile into the
//                same
//                                                object, so that programs can share a build
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/program/config_entry.h"

namespace npusim {

struct LaunchSource {
  std::filesystem::path source;
  std::string function;
  KernelTarget target = KernelTarget::AIV;
  unsigned aic_per_block = 0, aiv_per_block = 1;
  std::int32_t blocks = 1;
  std::vector<std::string> args;
  std::vector<std::string> defines;  ///< "NAME=VALUE", in the order of the names
  std::vector<std::filesystem::path> include_dirs;
  std::vector<std::string> instances;
  bool host_code = false;  ///< as KernelSource's
};

/// Throws InputError.
std::vector<LaunchSource> read_launches(const JsonValue& list, const std::filesystem::path& folder);

}  // namespace npusim
