// SPDX-License-Identifier: Apache-2.0
// Parts of an AccessSite from short texts.
#pragma once

#include <string_view>

#include "analysis/describe/names.h"
#include "analysis/result/access_site.h"

namespace npusim::test {

/// operation("vmuls", "TMULS"): an instruction, and the tile instruction that issued it.
inline analysis::Operation operation(std::string_view opcode, std::string_view tile_op = "") {
  return analysis::instruction(analysis::opcode_number(opcode), analysis::tile_op_number(tile_op));
}

/// Bytes of a local memory.
inline analysis::NamedRange local_range(MemSpace space, std::uint64_t begin, std::uint64_t end) {
  analysis::NamedRange range;
  range.space = space;
  range.begin = begin;
  range.end = end;
  return range;
}

/// Elements of a float tensor at the beginning of GM: "c[16, 0]" for {{16, 17}, {0, 1}}.
inline analysis::NamedRange tensor_range(std::string_view tensor, analysis::NamedRange::Index box) {
  analysis::NamedRange range = local_range(MemSpace::GM, 0, 4);
  range.tensor = tensor;
  range.has_shape = true;
  range.box = std::move(box);
  return range;
}

}  // namespace npusim::test
