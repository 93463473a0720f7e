// SPDX-License-Identifier: Apache-2.0
// Wall time, for wall_seconds only.
#pragma once

#include <chrono>

namespace npusim::session {

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace npusim::session
