// SPDX-License-Identifier: Apache-2.0
// Products with AVX-512: a row of a panel is one register.
#include <immintrin.h>

#include "models/isa/cube/product_kernels.h"
#include "models/isa/cube/row_blocks.h"

namespace npusim::isa {
namespace {

constexpr unsigned kRows = 16;

struct Floats {
  using Value = float;
  using Sum = float;
  using Row = __m512;
  static Row load(const float* from) { return _mm512_loadu_ps(from); }
  static void store(Row row, float* to) { _mm512_storeu_ps(to, row); }
  static Row zero() { return _mm512_setzero_ps(); }
  static Row multiply_add(float factor, Row line, Row to) {
    return _mm512_fmadd_ps(_mm512_set1_ps(factor), line, to);
  }
};

struct Integers {
  using Value = std::int32_t;
  using Sum = std::uint32_t;
  using Row = __m512i;
  static Row load(const void* from) { return _mm512_loadu_si512(from); }
  static void store(Row row, void* to) { _mm512_storeu_si512(to, row); }
  static Row zero() { return _mm512_setzero_si512(); }
  static Row multiply_add(std::int32_t factor, Row line, Row to) {
    return _mm512_add_epi32(_mm512_mullo_epi32(_mm512_set1_epi32(factor), line), to);
  }
};

void widen_halfs(const std::uint16_t* from, std::uint32_t count, float* to) {
  std::uint32_t i = 0;
  for (; i + kPanelColumns <= count; i += kPanelColumns) {
    const auto* const halfs = reinterpret_cast<const __m256i*>(from + i);
    _mm512_storeu_ps(to + i, _mm512_cvtph_ps(_mm256_loadu_si256(halfs)));
  }
  kPlainKernels.widen_halfs(from + i, count - i, to + i);
}

}  // namespace

const ProductKernels kAvx512Kernels{"AVX-512", row_blocks<Floats, kRows>,
                                    row_blocks<Integers, kRows>, widen_halfs};

}  // namespace npusim::isa
