// SPDX-License-Identifier: Apache-2.0
// The progress display that fits the streams of a command.
#pragma once

#include <memory>

#include "cli/context.h"
#include "session/run/progress_bar.h"

namespace npusim::cli {

inline std::unique_ptr<session::Progress> make_progress(const Context& context, bool quiet) {
  if (quiet) return std::make_unique<session::SilentProgress>();
  const auto style = context.err_is_terminal ? session::ProgressBar::Style::Terminal
                                             : session::ProgressBar::Style::Lines;
  return std::make_unique<session::ProgressBar>(context.err, style, session::monotonic_seconds);
}

}  // namespace npusim::cli
