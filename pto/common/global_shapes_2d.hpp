// SPDX-License-Identifier: Apache-2.0
// Two-dimensional shapes and strides of global tensors by layout: TileShape2D is the window,
// BaseShape2D the strides of the tensor that it is cut from.
#pragma once

#include "pto/common/shape.hpp"

namespace pto {
namespace detail {
constexpr std::int64_t divided(std::int64_t value, std::int64_t by) {
  return value == DYNAMIC ? DYNAMIC : value / by;
}
constexpr std::int64_t multiplied(std::int64_t value, std::int64_t by) {
  return value == DYNAMIC ? DYNAMIC : value * by;
}
template <typename T>
inline constexpr int kC0 = C0_SIZE_BYTE / static_cast<int>(sizeof(T));
}  // namespace detail

template <typename T, std::int64_t Rows = DYNAMIC, std::int64_t Cols = DYNAMIC,
          Layout GlobalLayout = Layout::ND>
struct TileShape2D;
template <typename T, std::int64_t Rows = DYNAMIC, std::int64_t Cols = DYNAMIC,
          Layout GlobalLayout = Layout::ND>
struct BaseShape2D;

template <typename T, std::int64_t Rows, std::int64_t Cols>
struct TileShape2D<T, Rows, Cols, Layout::ND> : Shape<1, 1, 1, Rows, Cols> {
  using Parent = Shape<1, 1, 1, Rows, Cols>;
  PTO_INTERNAL TileShape2D() = default;
  PTO_INTERNAL TileShape2D(std::int64_t rows, std::int64_t cols) : Parent(1, 1, 1, rows, cols) {}
};
template <typename T, std::int64_t Rows, std::int64_t Cols>
struct TileShape2D<T, Rows, Cols, Layout::DN> : TileShape2D<T, Rows, Cols, Layout::ND> {
  using TileShape2D<T, Rows, Cols, Layout::ND>::TileShape2D;
};
/// Boxes of 16 rows x 32 bytes.
template <typename T, std::int64_t Rows, std::int64_t Cols>
struct TileShape2D<T, Rows, Cols, Layout::NZ>
    : Shape<1, detail::divided(Cols, detail::kC0<T>), detail::divided(Rows, FRACTAL_NZ_ROW),
            FRACTAL_NZ_ROW, detail::kC0<T>> {
  static constexpr int C0Size = detail::kC0<T>;
  using Parent = Shape<1, detail::divided(Cols, C0Size), detail::divided(Rows, FRACTAL_NZ_ROW),
                       FRACTAL_NZ_ROW, C0Size>;
  static_assert(Rows == DYNAMIC || Rows % FRACTAL_NZ_ROW == 0, "NZ needs rows in multiples of 16");
  static_assert(Cols == DYNAMIC || Cols % C0Size == 0, "NZ needs columns in multiples of 32 bytes");
  PTO_INTERNAL TileShape2D() = default;
  PTO_INTERNAL TileShape2D(std::int64_t rows, std::int64_t cols)
      : Parent(1, cols / C0Size, rows / FRACTAL_NZ_ROW, FRACTAL_NZ_ROW, C0Size) {}
};

template <typename T, std::int64_t Rows, std::int64_t Cols>
struct BaseShape2D<T, Rows, Cols, Layout::ND>
    : Stride<(Rows == DYNAMIC || Cols == DYNAMIC ? DYNAMIC : Rows * Cols),
             (Rows == DYNAMIC || Cols == DYNAMIC ? DYNAMIC : Rows * Cols),
             (Rows == DYNAMIC || Cols == DYNAMIC ? DYNAMIC : Rows * Cols), Cols, 1> {
  static constexpr std::int64_t Whole = Rows == DYNAMIC || Cols == DYNAMIC ? DYNAMIC : Rows * Cols;
  using Parent = Stride<Whole, Whole, Whole, Cols, 1>;
  PTO_INTERNAL BaseShape2D() = default;
  PTO_INTERNAL BaseShape2D(std::int64_t rows, std::int64_t cols)
      : Parent(rows * cols, rows * cols, rows * cols, cols, 1) {}
};
template <typename T, std::int64_t Rows, std::int64_t Cols>
struct BaseShape2D<T, Rows, Cols, Layout::DN>
    : Stride<(Rows == DYNAMIC || Cols == DYNAMIC ? DYNAMIC : Rows * Cols),
             (Rows == DYNAMIC || Cols == DYNAMIC ? DYNAMIC : Rows * Cols),
             (Rows == DYNAMIC || Cols == DYNAMIC ? DYNAMIC : Rows * Cols), 1, Rows> {
  static constexpr std::int64_t Whole = Rows == DYNAMIC || Cols == DYNAMIC ? DYNAMIC : Rows * Cols;
  using Parent = Stride<Whole, Whole, Whole, 1, Rows>;
  PTO_INTERNAL BaseShape2D() = default;
  PTO_INTERNAL BaseShape2D(std::int64_t rows, std::int64_t cols)
      : Parent(rows * cols, rows * cols, rows * cols, 1, rows) {}
};
template <typename T, std::int64_t Rows, std::int64_t Cols>
struct BaseShape2D<T, Rows, Cols, Layout::NZ>
    : Stride<(Rows == DYNAMIC || Cols == DYNAMIC ? DYNAMIC : Rows * Cols),
             detail::multiplied(Rows, detail::kC0<T>), FRACTAL_NZ_ROW * detail::kC0<T>,
             detail::kC0<T>, 1> {
  static constexpr int C0Size = detail::kC0<T>;
  static constexpr std::int64_t Whole = Rows == DYNAMIC || Cols == DYNAMIC ? DYNAMIC : Rows * Cols;
  using Parent =
      Stride<Whole, detail::multiplied(Rows, C0Size), FRACTAL_NZ_ROW * C0Size, C0Size, 1>;
  PTO_INTERNAL BaseShape2D() = default;
  PTO_INTERNAL BaseShape2D(std::int64_t rows, std::int64_t cols)
      : Parent(rows * cols, rows * C0Size, FRACTAL_NZ_ROW * C0Size, C0Size, 1) {}
};

}  // namespace pto
