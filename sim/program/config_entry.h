// SPDX-License-Identifier: Apache-2.0
// What kernels and launches of a kernel_config.py state alike: a source, include folders, cores.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "sim/program/json_value.h"

namespace npusim {

/// Which cores a kernel is compiled for. Mix: for both; each submission's slot says which it is.
enum class KernelTarget : std::uint8_t { AIC, AIV, Mix };

/// "source": an existing file, relative to `folder`. Throws InputError, as all here.
std::filesystem::path read_source(const JsonValue& entry, const std::filesystem::path& folder);
/// The folders under `key`, relative to `folder`; none without the key.
std::vector<std::filesystem::path> read_include_dirs(const JsonValue& entry, const char* key,
                                                     const std::filesystem::path& folder);
/// Refuses the first of them, read as above, that is no folder.
void require_folders(const JsonValue& entry, const char* key,
                     const std::vector<std::filesystem::path>& dirs);
/// "core_type".
KernelTarget read_target(const JsonValue& entry);

}  // namespace npusim
