// SPDX-License-Identifier: Apache-2.0
// The user's input is wrong (exit status 3): what file, where in it, what was expected, what was
// found, and what to do about it.
#pragma once

#include <stdexcept>
#include <string>

namespace npusim {

class InputError : public std::runtime_error {
 public:
  /// `key` is the place inside the file (a JSON path, a Python name), or empty for the whole file.
  InputError(std::string file, std::string key, std::string expected, std::string found,
             std::string remedy)
      : std::runtime_error(file + ": " + (key.empty() ? "" : key + ": ") + "expected " + expected +
                           ", found " + found + "; " + remedy),
        file_(std::move(file)),
        key_(std::move(key)),
        expected_(std::move(expected)),
        found_(std::move(found)),
        remedy_(std::move(remedy)) {}

  const std::string& file() const { return file_; }
  const std::string& key() const { return key_; }
  const std::string& expected() const { return expected_; }
  const std::string& found() const { return found_; }
  const std::string& remedy() const { return remedy_; }

 private:
  std::string file_, key_, expected_, found_, remedy_;
};

}  // namespace npusim
