// SPDX-License-Identifier: Apache-2.0
// How far a command has come. Reported by whoever does the work, shown on stderr, never recorded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace npusim::session {

class Progress {
 public:
  virtual ~Progress() = default;
  /// A phase of work begins. `total` counts `unit`s ("tasks"); 0 if it is not known.
  virtual void begin(std::string_view phase, std::uint64_t total, std::string_view unit) = 0;
  /// Units done so far; `total` may grow while the phase runs.
  virtual void update(std::uint64_t done, std::uint64_t total) = 0;
  /// Something to show beside the count, such as "3 failed".
  virtual void note(const std::string& text) { static_cast<void>(text); }
  /// The phase is over.
  virtual void end() = 0;
};

/// Shows nothing.
class SilentProgress final : public Progress {
 public:
  void begin(std::string_view, std::uint64_t, std::string_view) override {}
  void update(std::uint64_t, std::uint64_t) override {}
  void end() override {}
};

}  // namespace npusim::session
