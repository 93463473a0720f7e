// SPDX-License-Identifier: Apache-2.0
#include "session/run/progress_bar.h"

#include <chrono>

#include <fmt/format.h>

namespace npusim::session {
namespace {

constexpr std::size_t kBarWidth = 30;
/// A rate from less time than this is noise.
constexpr double kMinSecondsForRate = 0.5;
constexpr double kSecondsBetweenDraws = 0.1;

std::string duration(double seconds) {
  const auto whole = static_cast<std::uint64_t>(seconds + 0.5);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

}  // namespace

std::string progress_line(const ProgressState& state) {
  const bool total_known = state.total > 0 && state.done <= state.total;
  std::string line = state.phase;
  if (total_known) {
    const double share = static_cast<double>(state.done) / static_cast<double>(state.total);
    const auto filled = static_cast<std::size_t>(share * kBarWidth);
    line += fmt::format(" [{}{}] {:3.0f}% {}/{} {}", std::string(filled, '#'),
                        std::string(kBarWidth - filled, '-'), 100 * share, state.done, state.total,
                        state.unit);
  } else if (state.done > 0) {
    line += fmt::format(" {} {}", state.done, state.unit);
  }
  if (!state.note.empty()) line += ", " + state.note;
  if (state.done == 0 || state.seconds < kMinSecondsForRate) return line;
  const double rate = static_cast<double>(state.done) / state.seconds;
  line += fmt::format(", {:.1f}/s", rate);
  if (total_known && state.done < state.total) {
    line += ", " + duration(static_cast<double>(state.total - state.done) / rate) + " left";
  }
  return line;
}

ProgressBar::ProgressBar(std::ostream& stream, Style style, std::function<double()> seconds)
    : stream_(stream), style_(style), seconds_(std::move(seconds)) {}

void ProgressBar::begin(std::string_view phase, std::uint64_t total, std::string_view unit) {
  state_ = {std::string(phase), std::string(unit), 0, total, 0, {}};
  start_ = seconds_();
  last_drawn_ = start_;
  if (style_ == Style::Terminal) draw();
}

void ProgressBar::update(std::uint64_t done, std::uint64_t total) {
  state_.done = done;
  state_.total = total;
  if (style_ != Style::Terminal || seconds_() - last_drawn_ < kSecondsBetweenDraws) return;
  draw();
}

void ProgressBar::end() {
  state_.seconds = seconds_() - start_;
  if (style_ == Style::Terminal) {
    stream_ << "\r\x1b[K";
  } else {
    stream_ << "npusim: " << state_.phase;
    if (state_.done > 0) stream_ << ", " << state_.done << ' ' << state_.unit;
    stream_ << fmt::format(", {:.1f} s\n", state_.seconds);
  }
  stream_.flush();
}

void ProgressBar::draw() {
  last_drawn_ = seconds_();
  state_.seconds = last_drawn_ - start_;
  stream_ << "\r\x1b[K" << progress_line(state_) << std::flush;
}

double monotonic_seconds() {
  using Clock = std::chrono::steady_clock;
  return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

}  // namespace npusim::session
