// SPDX-License-Identifier: Apache-2.0
// The checks a run makes: what each finds and which exit status it leads to. `--checks`,
// `npusim list checks`, `npusim explain` and the verdict use this one table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/result/exit_status.h"

namespace npusim::analysis {

struct CheckInfo {
  std::string_view id;     ///< Finding::check
  bool selectable;         ///< by --checks; the others are always on
  ExitStatus exit_status;  ///< of a run with such a finding
  std::string_view title;  ///< one line
  std::string_view finds;  ///< whole sentences
};

/// In the order they are shown.
std::span<const CheckInfo> checks();

/// The ids of those that --checks can name.
std::vector<std::string> selectable_checks();

/// The row with this id, or nullptr.
const CheckInfo* find_check(std::string_view id);

}  // namespace npusim::analysis
