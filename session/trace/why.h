// SPDX-License-Identifier: Apache-2.0
// Why an element of a recorded run has its value: who wrote it, from what, back to the inputs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/blame/lineage_tree.h"
#include "models/arch/dtype.h"

namespace npusim::session {

struct WhyAnswer {
  std::string trace;
  std::string elements;  ///< "c[16, 0]"
  DType dtype = DType::FLOAT32;
  // Of a single element, if the trace has the outputs (--trace-data).
  std::optional<double> value, golden;
  bool same_bits = false;  ///< value and golden
  analysis::LineageTree tree;
  /// What the answer does not know, a sentence each.
  std::vector<std::string> notes;
};

/// Throws UsageError for elements that the run does not have, TraceFormatError.
WhyAnswer why(const std::string& trace, const std::string& elements,
              const analysis::LineageBounds& bounds);

}  // namespace npusim::session
