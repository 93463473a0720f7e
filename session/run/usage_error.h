// SPDX-License-Identifier: Apache-2.0
// A command line that asks for what cannot be had.
#pragma once

#include <stdexcept>

namespace npusim::session {

/// Something on the command line is wrong in a way that its parser cannot know: exit status 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace npusim::session
