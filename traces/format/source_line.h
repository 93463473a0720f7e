// SPDX-License-Identifier: Apache-2.0
// A line of a source, as it was when the run was made.
#pragma once

#include <cstdint>
#include <string>

namespace npusim::traces {

struct SourceLine {
  std::string file;  ///< as sites and findings name it
  std::uint32_t line = 0;
  std::string text;
  friend bool operator==(const SourceLine&, const SourceLine&) = default;
};

}  // namespace npusim::traces
