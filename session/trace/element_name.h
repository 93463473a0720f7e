// SPDX-License-Identifier: Apache-2.0
// Elements as people and reports write them: "kv[3, 0, 17]", "kv[8:16, 0]", "kv.flat[96:100]", and
// which bytes they are.
#pragma once

#include <string>
#include <vector>

#include "analysis/blame/access_history.h"
#include "models/arch/byte_range.h"

namespace npusim::session {

struct NamedElements {
  analysis::AccessHistory::Named tensor;
  std::string text;              ///< "kv[3, 0, 17]"
  std::vector<ByteRange> bytes;  ///< of GM, ascending
  std::uint64_t elements = 0;
  std::uint64_t first = 0;  ///< of the tensor's elements, row-major
};

/// `text` names elements of a run argument, or of "task 3 output 0", or of "NAME output 0" if one
/// task only has that name. Throws UsageError that says what is wrong: the form, an unknown or
/// ambiguous name, an index out of range.
NamedElements find_elements(const analysis::AccessHistory& history, const std::string& text);

}  // namespace npusim::session
