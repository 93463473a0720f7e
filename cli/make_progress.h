// SPDX-License-Identifier: Apache-2.0
// The progress display that fits the streams of a command.
#pragma once

#include <memory>

#include "cli/context.h"
#include "cli/progress_bar.h"

namespace npusim::cli {

inline std::unique_ptr<Progress> make_progress(const Context& context, bool quiet) {
  if (quiet) return std::make_unique<SilentProgress>();
  const auto style =
      context.err_is_terminal ? ProgressBar::Style::Terminal : ProgressBar::Style::Lines;
  return std::make_unique<ProgressBar>(context.err, style, monotonic_seconds);
}

}  // namespace npusim::cli
