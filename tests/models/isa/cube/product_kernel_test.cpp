// SPDX-License-Identifier: Apache-2.0
// The inner loops of the matrix product.
#include "models/isa/cube/product_kernel.h"

#include <utility>
#include <vector>

#include "models/arch/hash.h"
#include "tests/support/catch.h"

namespace npusim::test {

TEST_CASE("the processor's fastest kernel has the bits of the generic one", "[models][isa][cube]") {
  constexpr unsigned kM = 23, kK = 61, kColumns = 48;
  std::vector<float> a(kM * kK), b(kK * kColumns), fast(kM * kColumns), plain(kM * kColumns);
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = static_cast<float>(hash64(1, i) % 1000) / 7;
  for (std::size_t i = 0; i < b.size(); ++i) b[i] = static_cast<float>(hash64(2, i) % 1000) / -3;
  std::vector<float> start(kM * kColumns);
  for (std::size_t i = 0; i < start.size(); ++i) start[i] = static_cast<float>(hash64(3, i) % 99);
  for (const float* const from :
       {static_cast<const float*>(nullptr), std::as_const(start).data()}) {
    isa::product_kernel()(a.data(), b.data(), from, fast.data(), kM, kK, kColumns);
    isa::product_generic(a.data(), b.data(), from, plain.data(), kM, kK, kColumns);
    REQUIRE(fast == plain);
  }
}

}  // namespace npusim::test
