// SPDX-License-Identifier: Apache-2.0
// A window of the im2col matrix into L0A, L0B or UB (intrinsics.md 2.5), fractal by fractal: 16
// rows x 32 bytes of the matrix.
//
//   as it is (L0A, UB)   Zz: fractals of a row of fractals side by side
//   transposed in L0A    the window's transpose, Zz
//   L0B                  always transposed, Zn: what MAD takes as the right operand's rows are the
//                        window's rows
//
// Of 4-byte elements, two fractals side by side are transposed into one above the other; rows of
// the transpose that would come from columns beyond the window are not written.
#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "models/isa/joined_span.h"
#include "models/isa/transfer/fractal.h"
#include "models/isa/transfer/im2col_matrix.h"
#include "models/isa/transfer/local_moves.h"
#include "models/isa/transpose_square.h"

namespace npusim::isa {
namespace {

using FractalBytes = std::array<std::uint8_t, kFractalBytes>;

/// The window with its repetitions, in fractals of the matrix (intrinsics.md 2.2, L3D_RPT).
struct Window {
  std::uint32_t rows, columns;    ///< fractals of one repetition
  std::uint32_t repeats, stride;  ///< in fractals
  bool along_rows;
  std::uint32_t all_rows() const { return along_rows ? rows * repeats : rows; }
  std::uint32_t all_columns() const { return along_rows ? columns : columns * repeats; }
};

std::uint32_t line_elements(const Img2Col& load) { return kBlockBytes * 8 / load.element_bits; }

Window window_of(const Img2Col& load) {
  Window window;
  window.rows = ceil_div(load.step_m, kFractalLines);
  window.columns = ceil_div(load.step_k, line_elements(load));
  window.stride = static_cast<std::uint32_t>(load.map.l3d_repeat & 0xFFFF);
  window.repeats = static_cast<std::uint32_t>(load.map.l3d_repeat >> 16 & 0xFF);
  window.along_rows = (load.map.l3d_repeat >> 24 & 1) == 0;
  return window;
}

MemSpace target_of(const Img2Col& load) {
  if (load.opcode == Opcode::IMG2COL_L1_TO_L0A) return MemSpace::L0A;
  return load.opcode == Opcode::IMG2COL_L1_TO_L0B ? MemSpace::L0B : MemSpace::UB;
}

bool transposes(const Img2Col& load) {
  return load.opcode == Opcode::IMG2COL_L1_TO_L0B ||
         (load.opcode == Opcode::IMG2COL_L1_TO_L0A && load.transpose);
}

void check(const Img2Col& load) {
  const std::string what(info(load.opcode).name);
  if (transposes(load) && load.element_bits < 16) {
    throw NotModelled(what + ", transposed, of " + std::to_string(load.element_bits) +
                      "-bit elements");
  }
  if (load.pos_k % line_elements(load) != 0) {
    throw NotModelled(what + " from column " + std::to_string(load.pos_k) + ": not a multiple of " +
                      std::to_string(line_elements(load)));
  }
}

/// Where fractal (row, column) of the window comes from: the matrix's first row, how many of its
/// rows, and its column of fractals.
struct Source {
  std::uint32_t row, rows, column;
};
Source source_of(const Img2Col& load, const Window& window, std::uint32_t row,
                 std::uint32_t column) {
  const std::uint32_t repeat = window.along_rows ? row / window.rows : column / window.columns;
  const std::uint32_t away = repeat * window.stride;
  const std::uint32_t inside = row % window.rows * kFractalLines;
  Source source;
  source.row = load.pos_m + inside + (window.along_rows ? away * kFractalLines : 0);
  source.rows = std::min(kFractalLines, load.step_m - inside);
  source.column =
      load.pos_k / line_elements(load) + column % window.columns + (window.along_rows ? 0 : away);
  return source;
}

/// The fractal's lines; those beyond the window are zeros.
void read_fractal(const Im2ColMatrix& matrix, const Source& source, Bytes l1, FractalBytes& out) {
  if (matrix.is_plain() && source.row + kFractalLines <= matrix.rows() &&
      source.rows == kFractalLines) {
    bool inside = false;
    matrix.for_each_piece(source.row, source.column,
                          [&](std::uint32_t, std::optional<std::uint64_t> address, std::uint32_t) {
                            std::memcpy(out.data(), l1.data + *address, kFractalBytes);
                            inside = true;
                          });
    if (!inside) out.fill(0);
    return;
  }
  for (std::uint32_t line = 0; line < kFractalLines; ++line) {
    std::uint8_t* const target = out.data() + std::size_t{line} * kBlockBytes;
    if (line < source.rows) {
      matrix.read_line(source.row + line, source.column, l1, target);
    } else {
      std::memset(target, 0, kBlockBytes);
    }
  }
}

/// Offset in the target of fractal (row, column) of the window, not of 4-byte transposes.
std::uint32_t place_of(const Img2Col& load, const Window& window, std::uint32_t row,
                       std::uint32_t column) {
  const bool by_columns = load.opcode == Opcode::IMG2COL_L1_TO_L0A && load.transpose;
  const std::uint32_t index =
      by_columns ? column * window.all_rows() + row : row * window.all_columns() + column;
  return index * kFractalBytes;
}

/// Transposes of 4-byte elements: the place of the line that holds elements [8*half, 8*half + 8) of
/// the window's rows [16*row, 16*row + 16), at its column `line`.
std::uint32_t line_place(const Img2Col& load, const Window& window, std::uint32_t row,
                         std::uint32_t half, std::uint32_t line) {
  const std::uint32_t across = row * 2 + half;  // fractals along the window's rows
  const std::uint32_t down = line / kFractalLines;
  const std::uint32_t index = load.opcode == Opcode::IMG2COL_L1_TO_L0A
                                  ? down * (window.all_rows() * 2) + across
                                  : across * ceil_div(window.all_columns(), 2) + down;
  return index * kFractalBytes + line % kFractalLines * kBlockBytes;
}

void write_words_transposed(const Img2Col& load, const Window& window, std::uint32_t row,
                            std::uint32_t column, const FractalBytes& fractal, WriteSet& out) {
  constexpr std::uint32_t kWords = kBlockBytes / 4;
  for (std::uint32_t half = 0; half < 2; ++half) {
    const std::uint32_t first = line_place(load, window, row, half, column * kWords);
    std::uint8_t* const lines = out.add_unfilled(load.target_address + first, kWords * kBlockBytes);
    for (std::uint32_t line = 0; line < kWords; ++line) {
      for (std::uint32_t word = 0; word < kWords; ++word) {
        std::memcpy(lines + (line * kWords + word) * 4,
                    fractal.data() + ((half * kWords + word) * kWords + line) * 4, 4);
      }
    }
  }
}

std::uint32_t written_bytes(const Window& window) {
  return window.all_rows() * window.all_columns() * kFractalBytes;
}

bool words_transposed(const Img2Col& load) { return transposes(load) && load.element_bits == 32; }

bool nothing(const Img2Col& load, const Window& window, const Im2ColMatrix& matrix) {
  return matrix.rows() == 0 || written_bytes(window) == 0 || load.step_m == 0;
}

void add_reads(const Im2ColMatrix& matrix, const Source& source, std::vector<Footprint>& out) {
  const std::uint32_t lines =
      source.row < matrix.rows() ? std::min(source.rows, matrix.rows() - source.row) : 0;
  if (lines == 0) return;
  if (matrix.is_plain()) {
    matrix.for_each_piece(
        source.row, source.column,
        [&](std::uint32_t, std::optional<std::uint64_t> address, std::uint32_t) {
          out.push_back({MemSpace::L1, false, contiguous(*address, lines * kBlockBytes)});
        });
    return;
  }
  for (std::uint32_t line = 0; line < lines; ++line) {
    matrix.for_each_piece(
        source.row + line, source.column,
        [&](std::uint32_t, std::optional<std::uint64_t> address, std::uint32_t bytes) {
          if (!address) return;
          Footprint* const last = out.empty() ? nullptr : &out.back();
          if (last != nullptr && last->span.end() == *address && !last->write) {
            last->span.run_bytes += bytes;
          } else {
            out.push_back({MemSpace::L1, false, contiguous(*address, bytes)});
          }
        });
  }
}

/// Reads of a plain matrix's whole window: a run a column of fractals.
bool add_plain_reads(const Img2Col& load, const Window& window, const Im2ColMatrix& matrix,
                     std::vector<Footprint>& out) {
  if (!matrix.is_plain() || window.repeats != 1 || load.pos_m >= matrix.rows()) return false;
  const std::uint32_t lines = std::min<std::uint32_t>(load.step_m, matrix.rows() - load.pos_m);
  const std::uint32_t first = load.pos_k / line_elements(load);
  const std::uint32_t groups = load.channels / line_elements(load);
  if (first >= groups) return true;
  const std::int64_t column = std::int64_t{matrix.rows()} * kBlockBytes;
  const std::uint64_t address = load.l1_address + static_cast<std::uint64_t>(column) * first +
                                std::uint64_t{load.pos_m} * kBlockBytes;
  out.push_back({MemSpace::L1, false,
                 joined_span(address, lines * kBlockBytes, std::min(window.columns, groups - first),
                             column)});
  return true;
}

}  // namespace

void footprint(const Img2Col& load, std::vector<Footprint>& out) {
  check(load);
  const Im2ColMatrix matrix(load);
  const Window window = window_of(load);
  if (nothing(load, window, matrix)) return;
  if (!add_plain_reads(load, window, matrix, out)) {
    for (std::uint32_t column = 0; column < window.all_columns(); ++column) {
      for (std::uint32_t row = 0; row < window.all_rows(); ++row) {
        add_reads(matrix, source_of(load, window, row, column), out);
      }
    }
  }
  const MemSpace space = target_of(load);
  if (!words_transposed(load) || window.all_columns() % 2 == 0) {
    out.push_back({space, true, contiguous(load.target_address, written_bytes(window))});
    return;
  }
  // The last row of fractals of the transpose is written by half.
  constexpr std::uint32_t kHalf = kFractalBytes / 2;
  const std::uint32_t across = window.all_rows() * 2, whole = window.all_columns() / 2;
  if (load.opcode == Opcode::IMG2COL_L1_TO_L0A) {
    const std::uint32_t begin = across * whole * kFractalBytes;
    if (begin > 0) out.push_back({space, true, contiguous(load.target_address, begin)});
    out.push_back(
        {space, true, joined_span(load.target_address + begin, kHalf, across, kFractalBytes)});
  } else {
    const std::uint32_t pitch = (whole + 1) * kFractalBytes;
    out.push_back({space, true, joined_span(load.target_address, pitch - kHalf, across, pitch)});
  }
}

void execute(const Img2Col& load, const LocalMemories& memories, const ExecuteOptions&,
             WriteSet& out) {
  const Im2ColMatrix matrix(load);
  const Window window = window_of(load);
  if (nothing(load, window, matrix)) return;
  const bool words = words_transposed(load);
  std::uint8_t* const image =
      words ? nullptr : out.add_unfilled(load.target_address, written_bytes(window));
  FractalBytes fractal;
  for (std::uint32_t row = 0; row < window.all_rows(); ++row) {
    for (std::uint32_t column = 0; column < window.all_columns(); ++column) {
      read_fractal(matrix, source_of(load, window, row, column), memories[MemSpace::L1], fractal);
      if (words) {
        write_words_transposed(load, window, row, column, fractal, out);
        continue;
      }
      std::uint8_t* const place = image + place_of(load, window, row, column);
      if (transposes(load)) {
        transpose_square(fractal.data(), place);
      } else {
        std::memcpy(place, fractal.data(), kFractalBytes);
      }
    }
  }
}

}  // namespace npusim::isa
