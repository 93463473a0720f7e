// SPDX-License-Identifier: Apache-2.0
// Products with AVX2: a row of a panel is two registers, and the sums of four rows fill half of
// them.
#include <immintrin.h>

#include "models/isa/cube/product_kernels.h"
#include "models/isa/cube/row_blocks.h"

namespace npusim::isa {
namespace {

constexpr unsigned kRows = 4, kHalfRow = kPanelColumns / 2;

struct Floats {
  using Value = float;
  using Sum = float;
  struct Row {
    __m256 low, high;
  };
  static Row load(const float* from) {
    return {_mm256_loadu_ps(from), _mm256_loadu_ps(from + kHalfRow)};
  }
  static void store(Row row, float* to) {
    _mm256_storeu_ps(to, row.low);
    _mm256_storeu_ps(to + kHalfRow, row.high);
  }
  static Row zero() { return {_mm256_setzero_ps(), _mm256_setzero_ps()}; }
  static Row multiply_add(float factor, Row line, Row to) {
    const __m256 all = _mm256_set1_ps(factor);
    return {_mm256_fmadd_ps(all, line.low, to.low), _mm256_fmadd_ps(all, line.high, to.high)};
  }
};

struct Integers {
  using Value = std::int32_t;
  using Sum = std::uint32_t;
  struct Row {
    __m256i low, high;
  };
  template <typename Word>
  static Row load(const Word* from) {
    const auto half = [&](unsigned at) {
      return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + at));
    };
    return {half(0), half(kHalfRow)};
  }
  static void store(Row row, std::uint32_t* to) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), row.low);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + kHalfRow), row.high);
  }
  static Row zero() { return {_mm256_setzero_si256(), _mm256_setzero_si256()}; }
  static Row multiply_add(std::int32_t factor, Row line, Row to) {
    const __m256i all = _mm256_set1_epi32(factor);
    return {_mm256_add_epi32(_mm256_mullo_epi32(all, line.low), to.low),
            _mm256_add_epi32(_mm256_mullo_epi32(all, line.high), to.high)};
  }
};

void widen_halfs(const std::uint16_t* from, std::uint32_t count, float* to) {
  std::uint32_t i = 0;
  for (; i + kHalfRow <= count; i += kHalfRow) {
    const auto* const halfs = reinterpret_cast<const __m128i*>(from + i);
    _mm256_storeu_ps(to + i, _mm256_cvtph_ps(_mm_loadu_si128(halfs)));
  }
  kPlainKernels.widen_halfs(from + i, count - i, to + i);
}

}  // namespace

const ProductKernels kAvx2Kernels{"AVX2", row_blocks<Floats, kRows>, row_blocks<Integers, kRows>,
                                  widen_halfs};

}  // namespace npusim::isa
