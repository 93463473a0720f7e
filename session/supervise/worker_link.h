// SPDX-License-Identifier: Apache-2.0
// What the work of a command says to whoever shows it: a supervisor at the other end of a pipe, or,
// without one, the command itself.
#pragma once

#include <cstdint>
#include <string_view>

#include "session/run/progress.h"

namespace npusim::session {

class WorkerLink {
 public:
  virtual ~WorkerLink() = default;
  /// Results, for stdout.
  virtual void out(std::string_view text) = 0;
  /// A report that was asked for, by its place among them.
  virtual void report(std::uint32_t number, std::string_view text) = 0;
  /// What was found until now (analysis/report/finding_json.h), in place of what was said before.
  virtual void found(std::string_view findings) = 0;
  virtual Progress& progress() = 0;
};

}  // namespace npusim::session
