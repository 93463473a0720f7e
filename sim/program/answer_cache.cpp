// SPDX-License-Identifier: Apache-2.0
#include "sim/program/answer_cache.h"

#include "sim/build/cache_directory.h"

namespace npusim {

std::optional<std::string> kept_answer(const std::string& key) {
  try {
    prepare_cache_directory(cache_directory());
    return read_checked(cache_directory() / key);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

void keep_answer(const std::string& key, const std::string& answer) {
  try {
    prepare_cache_directory(cache_directory());
    write_checked(cache_directory() / key, answer);
  } catch (const std::exception&) {
    return;  // the next run asks again
  }
}

}  // namespace npusim
