// SPDX-License-Identifier: Apache-2.0
// Texts that a helper program printed, kept in npusim's cache directory by the hash of everything
// that went into them: starting Python costs more than loading the rest of a program.
#pragma once

#include <optional>
#include <string>

namespace npusim {

/// What was kept under `key`, a file name; nothing if nothing was, or it cannot be read.
std::optional<std::string> kept_answer(const std::string& key);

/// Keeps `answer`. A cache that cannot be written is no error: the next run asks again.
void keep_answer(const std::string& key, const std::string& answer);

}  // namespace npusim
