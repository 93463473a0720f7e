// SPDX-License-Identifier: Apache-2.0
// What can be wrong with a program (exit status 3): its files (InputError) or its C++ (BuildError).
#pragma once

#include <stdexcept>
#include <string>

#include "models/arch/input_error.h"

namespace npusim {

/// A source that does not compile, link or load. what() is the full text for the user.
class BuildError : public std::runtime_error {
 public:
  BuildError(std::string source, const std::string& text)
      : std::runtime_error(text), source_(std::move(source)) {}

  const std::string& source() const { return source_; }

 private:
  std::string source_;
};

}  // namespace npusim
