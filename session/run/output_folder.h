// SPDX-License-Identifier: Apache-2.0
// The folder that --out names.
#pragma once

#include <filesystem>

namespace npusim::session {

/// Makes the folder if there is none. Throws InputError if that fails or nothing can be written in
/// it.
void make_output_folder(const std::filesystem::path& folder);

}  // namespace npusim::session
