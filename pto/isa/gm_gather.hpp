// SPDX-License-Identifier: Apache-2.0
// MGATHER and MSCATTER: rows or elements of a tensor by index. Rows are transfers; elements are
// loads and stores of the scalar unit, those of GM through its data cache like the kernel's own,
// for which this code is compiled into the kernel.
#pragma once

#include "cce/port/issue.h"
#include "pto/isa/instruction_builder.hpp"

namespace pto {
namespace detail {

inline constexpr auto kGather = static_cast<unsigned>(TileOp::MGATHER);
inline constexpr auto kScatter = static_cast<unsigned>(TileOp::MSCATTER);

NPUSIM_LIBRARY_CALL inline void flag_pair(pipe_t source, pipe_t target) {
  npusim_set_flag(number(source), number(target), EVENT_ID0, NPUSIM_SITE, kGather);
  npusim_wait_flag(number(source), number(target), EVENT_ID0, NPUSIM_SITE, kGather);
}
/// Bursts of a row, `gm_gap` bytes and `local_gap` blocks apart.
template <typename Element>
NPUSIM_LIBRARY_CALL void copy_bursts(npusim::isa::Opcode opcode, const volatile void* gm,
                                     std::uint64_t local, std::uint32_t bursts, std::uint32_t bytes,
                                     std::uint32_t gm_gap, std::uint32_t local_gap) {
  npusim::isa::GmCopy copy;
  copy.opcode = opcode;
  copy.dtype = ElementType<Element>::value;
  copy.align = opcode != npusim::isa::Opcode::COPY_GM_TO_L1;
  copy.gm_address = reinterpret_cast<std::uint64_t>(gm);
  copy.local_address = local;
  copy.bursts = bursts;
  copy.burst_bytes = bytes;
  copy.gm_stride = std::int64_t{bytes} + gm_gap;
  copy.local_stride = (std::int64_t{bytes} + 31) / 32 * 32 + std::int64_t{local_gap} * 32;
  npusim_issue_gm_copy(&copy, NPUSIM_SITE,
                       opcode == npusim::isa::Opcode::COPY_UB_TO_GM ? kScatter : kGather);
}
template <typename Element>
NPUSIM_LIBRARY_CALL void zero_l1(std::uint64_t address, std::uint32_t rows, std::uint32_t columns) {
  npusim::isa::MatrixFill fill;
  fill.dst = address;
  fill.repeats = static_cast<std::uint16_t>(columns);
  fill.blocks = static_cast<std::uint16_t>(rows);
  npusim_issue_matrix_fill(&fill, NPUSIM_SITE, kGather);
}
template <typename Element>
NPUSIM_LIBRARY_CALL void row_to_boxes(const volatile void* gm, std::uint64_t l1,
                                      std::uint32_t columns, std::uint32_t pitch,
                                      std::uint32_t tile_rows) {
  npusim::isa::NdToNz load;
  load.dtype = ElementType<Element>::value;
  load.l1_address = l1;
  load.gm_address = reinterpret_cast<std::uint64_t>(gm);
  load.rows = 1;
  load.columns = columns;
  load.src_row_stride = pitch;
  load.dst_box_stride = tile_rows;
  load.dst_matrix_stride = 1;
  npusim_issue_nd_to_nz(&load, NPUSIM_SITE, kGather);
}
NPUSIM_LIBRARY_CALL inline void clean_line(const volatile void* address) {
  npusim_dcci(const_cast<const void*>(address), SINGLE_CACHE_LINE, 1, NPUSIM_SITE);
}
NPUSIM_LIBRARY_CALL inline void fence_gm() { npusim_dsb(DSB_DDR, NPUSIM_SITE); }

/// An index that is used; false: nothing is there.
template <auto OutOfBounds>
PTO_INTERNAL bool in_bounds(std::uint32_t& index, std::uint32_t size) {
  using Mode = decltype(OutOfBounds);
  if constexpr (OutOfBounds == Mode::Clamp) {
    if (index >= size) index = size - 1;
  } else if constexpr (OutOfBounds == Mode::Wrap) {
    index %= size;
  } else if constexpr (OutOfBounds != Mode::Undefined) {  // Zero, Skip
    return index < size;
  }
  return true;
}

template <AnyGlobal Table>
PTO_INTERNAL std::uint32_t elements_of(const Table& table, int dims) {
  std::int64_t result = 1;
  for (int dim = 0; dim < dims; ++dim) result *= table.GetShape(dim);
  return static_cast<std::uint32_t>(result);
}

/// Element `index` of a table of rows, or of boxes counted by its logical rows.
template <typename Element, AnyGlobal Table>
PTO_INTERNAL std::uint64_t table_offset(const Table& table, std::uint32_t index) {
  if constexpr (Table::layout != Layout::NZ) return index;
  constexpr std::uint32_t kLine = 32 / sizeof(Element);
  const auto outer = static_cast<std::uint32_t>(table.GetShape(1));
  const std::uint32_t columns = static_cast<std::uint32_t>(table.GetShape(0)) * outer * kLine;
  const std::uint32_t row = index / columns, column = index % columns, box = column / kLine;
  const bool one = table.GetShape(0) == 1;
  return static_cast<std::uint64_t>((one ? 0 : box / outer) * table.GetStride(0) +
                                    (one ? box : box % outer) * table.GetStride(1) +
                                    row / 16 * table.GetStride(2) + row % 16 * table.GetStride(3) +
                                    column % kLine * table.GetStride(4));
}
template <typename Element, AnyGlobal Table>
PTO_INTERNAL std::uint32_t table_size(const Table& table) {
  if constexpr (Table::layout != Layout::NZ) return elements_of(table, 5);
  return static_cast<std::uint32_t>(table.GetShape(2) * 16 * table.GetShape(0) *
                                    table.GetShape(1)) *
         (32 / sizeof(Element));
}

/// Calls visit(row, column) for each valid element, of boxes stripe by stripe.
template <AnyTile T, typename Visit>
PTO_INTERNAL void each_element(const T& tile, Visit visit) {
  constexpr unsigned kLine = T::isBoxedLayout ? 32 / sizeof(typename T::DType) : T::Cols;
  for (unsigned first = 0; first < tile.GetValidCol(); first += kLine) {
    const unsigned end = first + kLine < tile.GetValidCol() ? first + kLine : tile.GetValidCol();
    for (unsigned row = 0; row < tile.GetValidRow(); ++row) {
      for (unsigned column = first; column < end; ++column) visit(row, column);
    }
  }
}
template <AnyTile T>
PTO_INTERNAL std::uint32_t element_at(unsigned row, unsigned column) {
  if constexpr (!T::isBoxedLayout) return row * T::RowStride + column;
  constexpr unsigned kLine = 32 / sizeof(typename T::DType);
  return column / kLine * T::Rows * kLine + row * kLine + column % kLine;
}

/// A row between a tile in UB and a table, in one instruction, or in one for each of the table's
/// outer columns of boxes.
template <typename Element, npusim::isa::Opcode Direction, AnyTile T, AnyGlobal Table>
PTO_INTERNAL void move_row(const T& tile, const Table& table, std::uint32_t index, unsigned row) {
  constexpr std::uint32_t kLine = 32 / sizeof(Element);
  if constexpr (Table::layout != Layout::NZ) {
    copy_bursts<Element>(Direction, table.data() + std::uint64_t{index} * table.GetStride(3),
                         tile.local_address() + std::uint64_t{row} * T::RowStride * sizeof(Element),
                         1, tile.GetValidCol() * sizeof(Element), 0, 0);
  } else {
    const auto boxes = static_cast<std::uint32_t>(table.GetShape(1));
    for (std::int64_t i = 0; i < table.GetShape(0); ++i) {
      copy_bursts<Element>(Direction,
                           table.data() + i * table.GetStride(0) + index / 16 * table.GetStride(2) +
                               index % 16 * table.GetStride(3),
                           tile.local_address() + (i * boxes * T::Rows + row) * 32, boxes, 32,
                           static_cast<std::uint32_t>(table.GetStride(1) - kLine) * sizeof(Element),
                           T::Rows - 1);
    }
  }
}
template <AnyGlobal Table>
PTO_INTERNAL std::uint32_t rows_of(const Table& table) {
  if constexpr (Table::layout == Layout::NZ)
    return static_cast<std::uint32_t>(table.GetShape(2)) * 16;
  return elements_of(table, 4);
}

template <GatherOOB Oob, AnyTile D, AnyGlobal Table, AnyTile Index>
PTO_INTERNAL void gather_rows(D& dst, Table& table, Index& indices) {
  using Element = typename D::DType;
  flag_pair(PIPE_V, PIPE_S);
  flag_pair(PIPE_MTE3, PIPE_S);
  if constexpr (Table::layout == Layout::NZ && Oob == GatherOOB::Zero) {
    for (int i = 0; i < D::Numel; ++i) dst.SetValue(i, Element(0));
  }
  for (unsigned row = 0; row < dst.GetValidRow(); ++row) {
    auto index = static_cast<std::uint32_t>(indices.GetValue(row));
    if (in_bounds<Oob>(index, rows_of(table))) {
      move_row<Element, npusim::isa::Opcode::COPY_GM_TO_UB>(dst, table, index, row);
    } else if constexpr (Table::layout != Layout::NZ) {
      for (unsigned i = 0; i < dst.GetValidCol(); ++i)
        dst.SetValue(row * D::RowStride + i, Element(0));
    }
  }
  flag_pair(PIPE_S, PIPE_MTE2);
  flag_pair(PIPE_MTE2, PIPE_V);
  flag_pair(PIPE_MTE2, PIPE_MTE3);
  flag_pair(PIPE_S, PIPE_V);
  flag_pair(PIPE_S, PIPE_MTE3);
}

/// The scalar unit's part is done with everything of the other pipes, and they with it.
PTO_INTERNAL void begin_elements() {
  flag_pair(PIPE_V, PIPE_S);
  flag_pair(PIPE_MTE3, PIPE_S);
  flag_pair(PIPE_MTE2, PIPE_S);
}
PTO_INTERNAL void end_elements() {
  flag_pair(PIPE_S, PIPE_V);
  flag_pair(PIPE_S, PIPE_MTE2);
  flag_pair(PIPE_S, PIPE_MTE3);
}

template <GatherOOB Oob, AnyTile D, AnyGlobal Table, AnyTile Index>
PTO_INTERNAL void gather_elements(D& dst, Table& table, Index& indices) {
  using Element = typename D::DType;
  const std::uint32_t size = table_size<Element>(table);
  begin_elements();
  each_element(dst, [&](unsigned row, unsigned column) {
    auto index = static_cast<std::uint32_t>(indices.GetValue(row * Index::RowStride + column));
    if (in_bounds<Oob>(index, size)) {
      const Element value = table.data()[table_offset<Element>(table, index)];
      dst.SetValue(element_at<D>(row, column), value);
    } else {
      dst.SetValue(element_at<D>(row, column), Element(0));
    }
  });
  end_elements();
}

/// Rows of GM into boxes of L1; the indices are in GM, too.
template <GatherOOB Oob, AnyTile D, AnyGlobal Table, AnyGlobal Index>
PTO_INTERNAL void gather_rows_to_l1(D& dst, Table& table, Index& indices) {
  using Element = typename D::DType;
  constexpr std::uint32_t kLine = 32 / sizeof(Element);
  if constexpr (Oob == GatherOOB::Zero) {
    zero_l1<Element>(dst.local_address(), D::Rows, D::Cols / kLine);
  }
  for (unsigned row = 0; row < dst.GetValidRow(); ++row) {
    auto index = static_cast<std::uint32_t>(indices.data()[row]);
    if (!in_bounds<Oob>(index, rows_of(table))) continue;
    row_to_boxes<Element>(table.data() + std::uint64_t{index} * table.GetStride(3),
                          dst.local_address() + std::uint64_t{row} * 32, dst.GetValidCol(),
                          static_cast<std::uint32_t>(table.GetStride(3)), D::Rows);
  }
  flag_pair(PIPE_S, PIPE_MTE2);
}

}  // namespace detail

template <Coalesce Mode = Coalesce::Row, GatherOOB Oob = GatherOOB::Undefined, detail::AnyTile D,
          detail::AnyGlobal Table, detail::AnyTile Index, detail::AnyEvent... E>
PTO_INTERNAL RecordEvent MGATHER(D& dst, Table& table, Index& indices, E&... events) {
  (events.Wait(), ...);
  if constexpr (Mode == Coalesce::Row) {
    detail::gather_rows<Oob>(dst, table, indices);
  } else {
    detail::gather_elements<Oob>(dst, table, indices);
  }
  return {};
}
template <Coalesce Mode = Coalesce::Row, GatherOOB Oob = GatherOOB::Undefined, detail::AnyTile D,
          detail::AnyGlobal Table, detail::AnyGlobal Index, detail::AnyEvent... E>
PTO_INTERNAL RecordEvent MGATHER(D& dst, Table& table, Index& indices, E&... events) {
  (events.Wait(), ...);
  detail::gather_rows_to_l1<Oob>(dst, table, indices);
  return {};
}
/// Elements by way of `scratch` in GM, which then holds the tile's boxes.
template <Coalesce Mode = Coalesce::Elem, GatherOOB Oob = GatherOOB::Undefined, detail::AnyTile D,
          detail::AnyGlobal Table, detail::AnyGlobal Index, detail::AnyGlobal Scratch,
          detail::AnyEvent... E>
PTO_INTERNAL RecordEvent MGATHER(D& dst, Table& table, Index& indices, Scratch& scratch,
                                 E&... events) {
  using Element = typename D::DType;
  (events.Wait(), ...);
  for (int i = 0; i < D::Numel; ++i) scratch.data()[i] = Element(0);
  const std::uint32_t size = detail::elements_of(table, 5);
  for (unsigned row = 0; row < dst.GetValidRow(); ++row) {
    for (unsigned column = 0; column < dst.GetValidCol(); ++column) {
      auto index = static_cast<std::uint32_t>(indices.data()[row * indices.GetStride(3) + column]);
      if (!detail::in_bounds<Oob>(index, size)) continue;
      const Element value = table.data()[index];
      scratch.data()[detail::element_at<D>(row, column)] = value;
    }
  }
  for (unsigned byte = 0; byte < D::Numel * sizeof(Element); byte += 64) {
    detail::clean_line(reinterpret_cast<char*>(scratch.data()) + byte);
  }
  detail::fence_gm();
  detail::flag_pair(PIPE_S, PIPE_MTE2);
  detail::copy_bursts<Element>(npusim::isa::Opcode::COPY_GM_TO_L1, scratch.data(),
                               dst.local_address(), 1, D::Numel * sizeof(Element) / 32 * 32, 0, 0);
  return {};
}

template <Coalesce Mode = Coalesce::Row, ScatterAtomicOp Atomic = ScatterAtomicOp::None,
          ScatterOOB Oob = ScatterOOB::Undefined, detail::AnyGlobal Table, detail::AnyTile S,
          detail::AnyTile Index, detail::AnyEvent... E>
PTO_INTERNAL RecordEvent MSCATTER(Table& table, S& src, Index& indices, E&... events) {
  using Element = typename S::DType;
  constexpr bool kAdds = Atomic == ScatterAtomicOp::Add;
  (events.Wait(), ...);
  if constexpr (Mode == Coalesce::Elem) {
    const std::uint32_t size = detail::table_size<Element>(table);
    detail::flag_pair(PIPE_V, PIPE_S);
    detail::flag_pair(PIPE_MTE2, PIPE_S);
    detail::flag_pair(PIPE_MTE3, PIPE_S);
    detail::each_element(src, [&](unsigned row, unsigned column) {
      auto index = static_cast<std::uint32_t>(indices.GetValue(row * Index::RowStride + column));
      if (!detail::in_bounds<Oob>(index, size)) return;
      Element value = src.GetValue(detail::element_at<S>(row, column));
      Element* const target = table.data() + detail::table_offset<Element>(table, index);
      if constexpr (kAdds) {
        const Element there = *target;
        if constexpr (std::is_class_v<Element>)
          value = static_cast<float>(there) + static_cast<float>(value);
        else
          value = static_cast<Element>(there + value);
      }
      *target = value;
    });
    detail::end_elements();
    return {};
  }
  detail::flag_pair(PIPE_V, PIPE_S);
  detail::flag_pair(PIPE_MTE2, PIPE_S);
  if constexpr (kAdds) {
    npusim::device::write_register(npusim::port::SpecialRegister::AtomicType,
                                   static_cast<std::uint64_t>(detail::ElementType<Element>::value));
    set_atomic_add();
  }
  detail::flag_pair(PIPE_S, PIPE_MTE3);
  for (unsigned row = 0; row < src.GetValidRow(); ++row) {
    auto index = static_cast<std::uint32_t>(indices.GetValue(row));
    if (!detail::in_bounds<Oob>(index, detail::rows_of(table))) continue;
    detail::move_row<Element, npusim::isa::Opcode::COPY_UB_TO_GM>(src, table, index, row);
    if constexpr (!kAdds) detail::flag_pair(PIPE_MTE3, PIPE_S);
  }
  if constexpr (kAdds) {
    detail::flag_pair(PIPE_MTE3, PIPE_S);
    set_atomic_none();
    detail::flag_pair(PIPE_S, PIPE_V);
    detail::flag_pair(PIPE_S, PIPE_MTE2);
  }
  detail::flag_pair(PIPE_MTE3, PIPE_V);
  detail::flag_pair(PIPE_MTE3, PIPE_MTE2);
  return {};
}

}  // namespace pto
