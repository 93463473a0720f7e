// SPDX-License-Identifier: Apache-2.0
// Whether a tensor touches what a recorded writer wrote, as the runtime decides it (task-runtime.md
// section 3.3).
#pragma once

#include "pto/port/runtime_port.h"

namespace npusim {

/// Elements of the buffer from the view's first to behind its last.
struct ElementRange {
  std::uint64_t begin, end;
};
ElementRange elements_of(const port::TensorImage& view);

enum class Overlap : std::uint8_t {
  None,
  Partial,  ///< some, or not known
  Covered   ///< the tensor covers all that the writer wrote
};

/// Both views are of one buffer. Offsets are compared as element counts even where element sizes
/// differ: two views of different types can be taken for disjoint though they are not.
Overlap overlap_with_writer(const port::TensorImage& tensor, const port::TensorImage& written);

}  // namespace npusim
