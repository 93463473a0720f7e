// SPDX-License-Identifier: Apache-2.0
// NPUSIM_CHECK(condition): an invariant of ours. A false one is our bug, in every build: it throws
// InternalError, which ends the run with exit status 70.
#pragma once

#include <stdexcept>
#include <string>

namespace npusim {

class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] inline void check_failed(const char* condition, const char* file, int line) {
  throw InternalError(std::string("internal error: ") + condition + " does not hold at " + file +
                      ":" + std::to_string(line) + "; please report it with the command line");
}

}  // namespace npusim

#define NPUSIM_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::npusim::check_failed(#condition, __FILE__, __LINE__))
