// SPDX-License-Identifier: Apache-2.0
// The files that one command is to write or read: no two may be the same.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace npusim::cli {

/// Throws UsageError if two of the (option, file) are one file. Devices, and '-', may be given
/// often.
void require_different_files(const std::vector<std::pair<std::string, std::string>>& files);

/// (--report FORMAT, FILE) of each FORMAT=FILE.
std::vector<std::pair<std::string, std::string>> report_files(
    const std::vector<std::string>& requests);

}  // namespace npusim::cli
