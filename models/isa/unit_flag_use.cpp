// SPDX-License-Identifier: Apache-2.0
#include "models/isa/unit_flag_use.h"

#include <algorithm>

namespace npusim::isa {
namespace {

constexpr std::uint32_t kBoxSide = 16;

/// Columns of boxes of an accumulator.
struct Boxes {
  std::uint64_t address;
  std::uint32_t rows, columns;
  std::uint32_t pitch_rows;  ///< from a column of boxes to the next
  std::uint32_t element_bytes;
};

std::uint32_t box_count(std::uint32_t elements) { return (elements + kBoxSide - 1) / kBoxSide; }

void add_units(const Boxes& boxes, std::vector<std::uint16_t>& units) {
  const std::uint64_t line = std::uint64_t{kBoxSide} * boxes.element_bytes;
  const std::uint64_t height = box_count(boxes.rows) * kBoxSide * line;
  for (std::uint32_t column = 0; column < box_count(boxes.columns); ++column) {
    const std::uint64_t begin = boxes.address + column * (boxes.pitch_rows * line);
    for (std::uint64_t unit = begin / kUnitBytes; unit * kUnitBytes < begin + height; ++unit) {
      if (unit < kUnitCount) units.push_back(static_cast<std::uint16_t>(unit));
    }
  }
}

/// unit_flag_t: 2 looks at the flags, 3 turns them as well.
UnitFlagUse use_of(std::uint8_t unit_flag, bool wanted) { return {wanted, unit_flag == 3, {}}; }

template <typename Family>
UnitFlagUse use(const Family&) {
  return {};
}

UnitFlagUse use(const ProductInstruction& product) {
  UnitFlagUse result = use_of(product.unit_flag, false);
  if (product.unit_flag < 2 || product.k == 0) return result;
  add_units({product.c, product.m, product.n, box_count(product.m) * kBoxSide,
             size_bytes(product.c_type)},
            result.units);
  return result;
}

UnitFlagUse use(const FixPipeStore& store) {
  UnitFlagUse result = use_of(store.unit_flag, true);
  if (store.unit_flag < 2) return result;
  const std::uint64_t matrices = store.to_rows ? store.state.nd_para & 0xFFFF : 1;
  for (std::uint64_t i = 0; i < matrices; ++i) {
    const std::uint64_t away =
        (store.state.nd_para >> 16 & 0xFFFF) * kBoxSide * kBoxSide * size_bytes(store.src_dtype);
    add_units(
        {store.src + i * away, store.m, store.n, store.src_stride, size_bytes(store.src_dtype)},
        result.units);
  }
  return result;
}

UnitFlagUse use(const FixPipeMove& move) { return use(static_cast<const FixPipeStore&>(move)); }

}  // namespace

UnitFlagUse unit_flag_use(const Instruction& instruction) {
  UnitFlagUse result =
      std::visit([](const auto& family) { return use(family); }, instruction.operands);
  std::sort(result.units.begin(), result.units.end());
  result.units.erase(std::unique(result.units.begin(), result.units.end()), result.units.end());
  return result;
}

}  // namespace npusim::isa
