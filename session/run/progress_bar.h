// SPDX-License-Identifier: Apache-2.0
// Progress as text: on a terminal a bar that is drawn over itself, elsewhere one line a phase.
#pragma once

#include <functional>
#include <ostream>
#include <string>

#include "session/run/progress.h"

namespace npusim::session {

/// What a bar shows at one moment.
struct ProgressState {
  std::string phase;
  std::string unit;
  std::uint64_t done = 0;
  std::uint64_t total = 0;  ///< 0: not known
  double seconds = 0;       ///< since the phase began
  std::string note;         ///< may be empty
};

/// "simulate [#########---------------------]  30% 12/40 tasks, 4.0/s, 7 s left"
std::string progress_line(const ProgressState& state);

class ProgressBar final : public Progress {
 public:
  enum class Style : unsigned char { Terminal, Lines };
  /// `seconds` is a clock that only goes forward.
  ProgressBar(std::ostream& stream, Style style, std::function<double()> seconds);

  void begin(std::string_view phase, std::uint64_t total, std::string_view unit) override;
  void update(std::uint64_t done, std::uint64_t total) override;
  void note(const std::string& text) override { state_.note = text; }
  void end() override;

 private:
  void draw();

  std::ostream& stream_;
  Style style_;
  std::function<double()> seconds_;
  ProgressState state_;
  double start_ = 0;
  double last_drawn_ = 0;
};

/// The monotonic clock, in seconds.
double monotonic_seconds();

}  // namespace npusim::session
