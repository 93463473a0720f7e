// SPDX-License-Identifier: Apache-2.0
// Accumulators out of L0C, to GM or L1 (intrinsics.md 2.5): 16 x 16 boxes, a column of boxes
// src_stride rows from the next. They leave as rows (nz2nd), several matrices of them, or as boxes:
// a column of boxes after the other, each a row of the transfer. Boxes of results are 16 wide, of
// bytes 32, of 4-bit numbers 64, with channel split 8; what is left of a last one keeps its width.
#include <algorithm>
#include <string>

#include "models/arch/check.h"
#include "models/isa/fractal_layout.h"
#include "models/isa/joined_span.h"
#include "models/isa/transfer/fractal.h"
#include "models/isa/transfer/gm_transfers.h"
#include "models/isa/transfer/local_moves.h"
#include "models/isa/transfer/quantisation.h"

namespace npusim::isa {
namespace {

constexpr std::uint32_t kBoxColumns = 16;
constexpr unsigned kAccumulatorBytes = 4;

struct MatrixList {  ///< ND_PARA
  std::uint32_t count;
  std::uint64_t source_stride;  ///< bytes
  std::int64_t target_stride;   ///< elements
};

MatrixList matrices(const FixPipeStore& store) {
  const std::uint64_t para = store.state.nd_para;
  const std::uint64_t fractal = std::uint64_t{kFractalLines} * kBoxColumns * kAccumulatorBytes;
  return {static_cast<std::uint32_t>(para & 0xFFFF), (para >> 16 & 0xFFFF) * fractal,
          static_cast<std::int64_t>(para >> 32 & 0xFFFF)};
}

std::uint32_t bytes_of(std::uint32_t elements, unsigned bits) { return (elements * bits + 7) / 8; }

/// Columns of a box of results.
std::uint32_t box_width(const FixPipeStore& store, unsigned bits) {
  if (store.channel_split) return 8;
  return bits < 16 ? kBlockBytes * 8 / bits : kBoxColumns;
}

/// Columns that leave as boxes: whole ones of the accumulator, or halves of them.
std::uint32_t box_columns(const FixPipeStore& store) {
  const std::uint32_t unit = store.channel_split ? 8 : kBoxColumns;
  return ceil_div(store.n, unit) * unit;
}

bool moves(const FixPipeStore& store) {
  return store.n > 0 && store.m > 0 && (!store.to_rows || matrices(store).count > 0);
}

std::vector<Span> target_rows(const FixPipeStore& store, unsigned bits) {
  if (!moves(store)) return {};
  if (store.to_rows) {
    const MatrixList list = matrices(store);
    Span span = contiguous(store.dst, bytes_of(store.n, bits));
    span.runs = store.m;
    span.run_stride = store.m > 1 ? std::int64_t{store.dst_stride} * bits / 8 : 0;
    span.groups = list.count;
    span.group_stride = list.count > 1 ? list.target_stride * bits / 8 : 0;
    return {span};
  }
  const std::uint32_t width = box_width(store, bits), columns = box_columns(store);
  const std::uint32_t whole = columns / width, rest = columns % width;
  const std::int64_t stride = std::int64_t{store.dst_stride} * kBlockBytes;
  std::vector<Span> rows;
  if (whole > 0) {
    Span span = contiguous(store.dst, store.m * bytes_of(width, bits));
    span.runs = whole;
    span.run_stride = whole > 1 ? stride : 0;
    rows.push_back(span);
  }
  if (rest > 0) {
    rows.push_back(contiguous(store.dst + static_cast<std::uint64_t>(stride * whole),
                              store.m * bytes_of(rest, bits)));
  }
  return rows;
}

/// Columns [first, first + count) of a line of the accumulator, box by box.
void convert_line(const FixPipeStore& store, const FixPipeConversion& conversion,
                  const std::uint8_t* line, std::uint32_t first, std::uint32_t count,
                  std::uint8_t* to) {
  const std::uint64_t box_stride =
      std::uint64_t{store.src_stride} * kBoxColumns * kAccumulatorBytes;
  for (std::uint32_t done = 0; done < count;) {
    const std::uint32_t column = first + done;
    const std::uint32_t inside = column % kBoxColumns;
    const std::uint32_t part = std::min(kBoxColumns - inside, count - done);
    conversion.convert(
        line + column / kBoxColumns * box_stride + std::size_t{inside} * kAccumulatorBytes, column,
        part, to + std::size_t{done} * conversion.result_bits() / 8);
    done += part;
  }
}

void gather_row(const FixPipeStore& store, const FixPipeConversion& conversion, std::uint32_t index,
                const std::uint8_t* l0c, std::uint8_t* to) {
  constexpr std::uint32_t kLine = kBoxColumns * kAccumulatorBytes;
  const std::uint8_t* const source = l0c + store.src;
  if (store.to_rows) {
    const std::uint64_t matrix = index / store.m * matrices(store).source_stride;
    convert_line(store, conversion, source + matrix + std::size_t{index % store.m} * kLine, 0,
                 store.n, to);
    return;
  }
  const unsigned bits = conversion.result_bits();
  const std::uint32_t width = box_width(store, bits), first = index * width;
  const std::uint32_t columns = std::min(width, box_columns(store) - first);
  for (std::uint32_t row = 0; row < store.m; ++row) {
    convert_line(store, conversion, source + std::size_t{row} * kLine, first, columns,
                 to + std::size_t{row} * bytes_of(columns, bits));
  }
}

unsigned checked_bits(const FixPipeStore& store) {
  const unsigned bits = FixPipeConversion(store, {}).result_bits();
  const std::string what(info(store.opcode).name);
  if (store.channel_split && (bits != 32 || store.to_rows)) {
    throw NotModelled(what + ": channel split is of 4-byte boxes");
  }
  if (store.to_rows && store.opcode == Opcode::COPY_L0C_TO_L1) {
    throw NotModelled(what + " as rows");
  }
  const unsigned declared = store.dst_is_s4 ? 4 : size_bytes(store.dtype) * 8;
  if (bits != declared) {
    throw NotModelled(what + " to " + std::string(name(store.dtype)) + " with quantisation mode " +
                      std::to_string(store.quantisation));
  }
  return bits;
}

void add_source_reads(const FixPipeStore& store, std::vector<Footprint>& out) {
  const FractalLayout layout = accumulator_layout(kAccumulatorBytes, store.src_stride);
  const std::uint32_t columns = store.to_rows ? store.n : box_columns(store);
  const std::uint32_t count = store.to_rows ? matrices(store).count : 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint64_t address = store.src + i * matrices(store).source_stride;
    for (const Span& span : fractal_spans(layout, address, store.m, columns)) {
      out.push_back({MemSpace::L0C, false, span});
    }
  }
  add_vector_reads(store, columns, out);
}

/// Rows, or lines of boxes, each a run: where they are joined nothing says which line is which.
Span by_line(const FixPipeStore& store, const Span& rows) {
  if (store.to_rows) return rows;
  Span lines = contiguous(rows.address, rows.run_bytes / store.m);
  lines.runs = store.m;
  lines.run_stride = store.m > 1 ? std::int64_t{lines.run_bytes} : 0;
  lines.groups = rows.runs;
  lines.group_stride = rows.run_stride;
  return lines;
}

}  // namespace

MemSpace local_space(const FixPipeStore&) { return MemSpace::L0C; }

GmRows gm_rows(const FixPipeStore& store) {
  return target_rows(store, FixPipeConversion(store, {}).result_bits());
}

void footprint(const FixPipeStore& store, std::vector<Footprint>& out) {
  const unsigned bits = checked_bits(store);
  if (!moves(store)) return;
  add_source_reads(store, out);
  for (const Span& rows : target_rows(store, bits)) {
    if (store.opcode == Opcode::COPY_L0C_TO_L1) {
      out.push_back({MemSpace::L1, true,
                     joined_span(rows.address, rows.run_bytes, rows.runs, rows.run_stride,
                                 rows.groups, rows.group_stride)});
    } else {
      out.push_back({MemSpace::GM, true, by_line(store, rows)});
    }
  }
}

void gather(const FixPipeStore& store, std::uint32_t first, std::uint32_t count,
            const LocalMemories& memories, std::uint8_t* rows) {
  const FixPipeConversion conversion(store, memories[MemSpace::FB]);
  const GmRows all = target_rows(store, conversion.result_bits());
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t in_first = all.front().runs * all.front().groups;
    gather_row(store, conversion, first + i, memories[MemSpace::L0C].data, rows);
    rows += first + i < in_first ? all.front().run_bytes : all.back().run_bytes;
  }
}

ByteRange landing_range(const FixPipeStore&, std::uint32_t, std::uint32_t, const ByteRange& all) {
  return all;
}

AtomicMode gm_mode(const FixPipeStore& store) {
  const bool atomic = store.atomic.operation != AtomicOperation::None;
  return {store.atomic.operation, atomic ? store.atomic.dtype : store.dtype};
}

void land(const FixPipeStore&, std::uint32_t, std::uint32_t, const std::uint8_t*, Bytes) {
  NPUSIM_CHECK(!"a load");
}

void execute(const FixPipeStore& store, const LocalMemories& memories, const ExecuteOptions&,
             WriteSet& out) {
  const FixPipeConversion conversion(store, memories[MemSpace::FB]);
  std::uint32_t index = 0;
  for (const Span& rows : target_rows(store, conversion.result_bits())) {
    for (std::uint32_t run = 0; run < rows.runs; ++run, ++index) {
      const std::uint64_t away = static_cast<std::uint64_t>(rows.run_stride * std::int64_t{run});
      gather_row(store, conversion, index, memories[MemSpace::L0C].data,
                 out.add_unfilled(rows.address + away, rows.run_bytes));
    }
  }
}

}  // namespace npusim::isa
