// SPDX-License-Identifier: Apache-2.0
// What the scalar unit computes by itself, and two-byte floats.
#include "cce/cce.h"
#include "tests/cce/recorded_port.h"
#include "tests/support/catch.h"

using namespace npusim;

TEST_CASE("bits of a word", "[cce]") {
  CHECK(sbitset1(0, 59) == std::uint64_t{1} << 59);
  CHECK(sbitset0(~std::uint64_t{0}, 59) == ~(std::uint64_t{1} << 59));
  CHECK((sff1(8) == 3 && sff1(0) == -1 && sff0(7) == 3 && sff0(~std::uint64_t{0}) == -1));
  CHECK((bcnt1(0xF0) == 4 && bcnt0(0xF0) == 60 && clz(1) == 63));
  CHECK((sflbits(0) == -1 && sflbits(-1) == -1 && sflbits(1) == 62 && sflbits(-2) == 62));
}

TEST_CASE("conversions of a float by the scalar unit", "[cce]") {
  CHECK((conv_f322s32r(2.5f) == 2 && conv_f322s32a(2.5f) == 3 && conv_f322s32a(-2.5f) == -3));
  CHECK((conv_f322s32f(-2.5f) == -3 && conv_f322s32c(-2.5f) == -2));
  CHECK((conv_f322s32r(1e20f) == 2147483647 && conv_f322s32r(-1e20f) == -2147483648ll));
}

TEST_CASE("to half and odd: what is cut off leaves a last bit of one", "[cce]") {
  for (const float value : {1.0f, -2.5f, 65504.0f, 0.0f}) {
    CHECK(static_cast<float>(conv_f322f16o(value)) == value);
  }
  CHECK(conv_f322f16o(1.0f + 0x1p-12f).bits == 0x3C01);
  CHECK(conv_f322f16o(1.0f + 0x1p-10f + 0x1p-12f).bits == 0x3C01);
  CHECK(conv_f322f16o(1.0f + 0x1p-9f - 0x1p-12f).bits == 0x3C01);
  CHECK(conv_f322f16o(-1.0f - 0x1p-9f - 0x1p-12f).bits == 0xBC03);
  CHECK(conv_f322f16o(1e30f).bits == 0x7BFF);
}

TEST_CASE("half arithmetic rounds at each operation", "[cce]") {
  const half one = 1.0f, tiny = 0x1p-11f;
  CHECK(static_cast<float>(one + tiny + tiny) == 1.0f);
  CHECK(static_cast<float>(one) + tiny + tiny == 1.0f + 0x1p-10f);
  half sum = 2048.0f;
  sum += 1.0f;
  CHECK(static_cast<float>(sum) == 2048.0f);
  static_assert(sizeof(half) == 2 && std::is_trivially_copyable_v<half>);
  static_assert(static_cast<float>(bfloat16_t(3.0f)) == 3.0f);
}

TEST_CASE("addresses: an immediate lies in the window, its low half is the offset", "[cce]") {
  CHECK(get_imm(0x1000) == device::kLocalWindow + 0x1000);
  CHECK(get_imm(0x2000, 1) == device::kLocalWindow + 0x12000);
  CHECK(__cce_get_tile_ptr(reinterpret_cast<float*>(64)) ==
        reinterpret_cast<float*>(device::kLocalWindow + 64));
  CHECK((device::kLocalWindow & 0xFFFFFFFF) == 0);
}

TEST_CASE("what kernels print", "[cce]") {
  cce::printf("%8.4f|%d", half(1.5f), 3);
  CHECK(recorded().call == "  1.5000|3");
}
