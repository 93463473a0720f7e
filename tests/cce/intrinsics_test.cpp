// SPDX-License-Identifier: Apache-2.0
// Each family of intrinsics: what a call's parameters become in the instruction's operands, written
// down here from intrinsics.md, appendix A. Pointers are offsets in the memory that the parameter
// names, whatever window they lie in.
#include <fmt/format.h>

#include "cce/cce.h"
#include "tests/cce/recorded_port.h"
#include "tests/support/catch.h"

using namespace npusim;
using isa::Opcode;

namespace {

template <typename T>
T* at(std::uint64_t offset) {
  return reinterpret_cast<T*>(device::kLocalWindow + offset);
}
float* const gm = reinterpret_cast<float*>(0x120000001040);

bool is(const isa::VectorOperand& operand, std::uint64_t address, unsigned block, unsigned repeat) {
  return operand.address == address && operand.block_stride == block &&
         operand.repeat_stride == repeat;
}

}  // namespace

TEST_CASE("two sources: strides in the order dst, src0, src1", "[cce]") {
  const auto add = issued_by<isa::LaneInstruction>(
      [] { vsub(at<half>(0x100), at<half>(0x200), at<half>(0x300), 7, 1, 2, 3, 8, 9, 10); });
  CHECK(add.opcode == Opcode::VSUB);
  CHECK((add.dtype == DType::FLOAT16 && add.src_dtype == DType::FLOAT16));
  CHECK(add.repeats == 7);
  CHECK(is(add.dst, 0x100, 1, 8));
  CHECK(is(add.src0, 0x200, 2, 9));
  CHECK(is(add.src1, 0x300, 3, 10));
  const auto mixed = issued_by<isa::LaneInstruction>(
      [] { vmla(at<float>(0), at<half>(64), at<half>(128), 1, 1, 1, 1, 8, 4, 4); });
  CHECK((mixed.dtype == DType::FLOAT32 && mixed.src_dtype == DType::FLOAT16));
}

TEST_CASE("a scalar travels as its bits", "[cce]") {
  const auto scaled = issued_by<isa::LaneInstruction>(
      [] { vmuls(at<half>(0), at<half>(0x40), half(-2.0f), 255, 1, 300, 8, 16); });
  CHECK(scaled.scalar == 0xC000);
  CHECK(is(scaled.src0, 0x40, 300, 16));
  CHECK(issued_by<isa::LaneInstruction>([] {
          vadds(at<std::int16_t>(0), at<std::int16_t>(0), std::int16_t{-1}, 1, 1, 1, 8, 8);
        }).scalar == 0xFFFF);
  const auto shifted = issued_by<isa::LaneInstruction>(
      [] { vshr(at<std::int32_t>(0), at<std::int32_t>(0), 5, 1, 1, 1, 8, 8, true); });
  CHECK((shifted.opcode == Opcode::VSHR && shifted.scalar == 5 && shifted.round));
  const auto filled =
      issued_by<isa::LaneInstruction>([] { vector_dup(at<float>(0x60), 1.5f, 2, 1, 1, 8, 0); });
  CHECK((filled.opcode == Opcode::VECTOR_DUP && filled.scalar == 0x3FC00000));
}

TEST_CASE("narrowing forms say which half of a block they write", "[cce]") {
  const auto narrow = issued_by<isa::LaneInstruction>([] {
    vaddreluconv_f162s8(at<std::int8_t>(0), at<half>(0), at<half>(0), 1, 1, 1, 1, 8, 8, 8, true);
  });
  CHECK((narrow.dtype == DType::INT8 && narrow.src_dtype == DType::FLOAT16 && narrow.high_half));
}

TEST_CASE("conversions: types, rounding and packed integers", "[cce]") {
  const auto rounded = issued_by<isa::ConvertInstruction>(
      [] { vconv_f322f16a(at<half>(32), at<float>(0), 3, 1, 1, 4, 8); });
  CHECK((rounded.dtype == DType::FLOAT16 && rounded.src_dtype == DType::FLOAT32));
  CHECK(rounded.rounding == isa::Rounding::Round);
  CHECK(is(rounded.dst, 32, 1, 4));
  CHECK(is(rounded.src, 0, 1, 8));
  CHECK(issued_by<isa::ConvertInstruction>([] {
          vconv_f322f16o(at<half>(0), at<float>(0), 1, 1, 1, 4, 8);
        }).rounding == isa::Rounding::Odd);
  const auto packed = issued_by<isa::ConvertInstruction>(
      [] { vconv_f162s4z(at<void>(0), at<half>(0), 1, 1, 1, 2, 8); });
  CHECK((packed.dst_is_s4 && !packed.src_is_s4 && packed.rounding == isa::Rounding::Trunc));
  const auto high = issued_by<isa::ConvertInstruction>(
      [] { vconv_vdeqs162b8h(at<std::uint8_t>(0), at<std::int16_t>(0), 1, 1, 1, 8, 8); });
  CHECK((high.opcode == Opcode::VCONV_VDEQS162B8 && high.half == isa::BlockHalf::High));
}

TEST_CASE("comparisons and selections", "[cce]") {
  const auto equal = issued_by<isa::CompareInstruction>(
      [] { vcmpvs_eq(at<std::uint8_t>(0x20), at<std::int32_t>(0x40), 9, 4, 1, 1, 8, 8); });
  CHECK((equal.opcode == Opcode::VCMPVS && equal.comparison == isa::Comparison::Eq));
  CHECK((equal.dtype == DType::INT32 && equal.scalar == 9 && equal.repeats == 4));
  const auto chosen = issued_by<isa::SelectInstruction>(
      [] { vsel(at<float>(0), at<float>(32), at<float>(64), 1, 1, 1, 1, 8, 8, 8, 2); });
  CHECK((chosen.mode == isa::SelectMode::MaskAddress && chosen.src1.address == 64));
  CHECK(issued_by<isa::CompareMaskMove>([] { get_cmpmask(at<void>(0x80)); }).opcode ==
        Opcode::GET_CMPMASK);
}

TEST_CASE("reductions, gather and compaction", "[cce]") {
  const auto top = issued_by<isa::ReduceInstruction>(
      [] { vcmax(at<half>(2), at<half>(64), 5, 1, 2, 8, ONLY_INDEX); });
  CHECK((top.order == isa::ReduceOrder::OnlyIndex && top.dst == 2 && top.dst_repeat == 1));
  CHECK(is(top.src, 64, 2, 8));
  const auto gathered = issued_by<isa::GatherInstruction>(
      [] { vgather(at<std::uint16_t>(0), at<std::uint32_t>(0x400), 0x2000, 8, 2); });
  CHECK((gathered.base == 0x2000 && gathered.offsets == 0x400 && gathered.repeats == 2));
  enum class Pattern : std::uint8_t { Odd = 2 };
  const auto kept = issued_by<isa::CompactInstruction>([] {
    vreducev2(at<std::uint32_t>(0), at<std::uint32_t>(32), at<std::uint32_t>(64), 3, 1,
              Pattern::Odd, 8, 1);
  });
  CHECK((kept.pattern == 2 && kept.repeats == 3 && kept.src1 == 64 && kept.src1_repeat == 1));
}

TEST_CASE("transpositions take their addresses from registers", "[cce]") {
  recorded() = {};
  std::uint64_t addresses[8];
  for (std::uint64_t i = 0; i < 8; ++i) addresses[i] = device::kLocalWindow + 32 * i;
  set_va_reg_sb(VA3, addresses);
  const int first = static_cast<int>(port::SpecialRegister::VectorAddress) + 8 * 3;
  CHECK(recorded().registers[first + 7] == 7 * 32);
  const auto moved = issued_by<isa::TransposeInstruction>(
      [] { scatter_vnchwconv_b8(VA0, VA2, 4, 1, 2, false, true); });
  CHECK((moved.by_registers && moved.dst_va == 0 && moved.src_va == 2 && moved.src_high));
}

TEST_CASE("copies between GM and UB: bytes in GM, blocks in UB", "[cce]") {
  // 100 bytes with two elements of 4 bytes before and one after: 112 bytes, 128 in blocks.
  const auto load = issued_by<isa::GmCopy>(
      [] { copy_gm_to_ubuf_align_b32(at<void>(0x40), gm, 0, 3, 100, 2, 1, 28, 1); });
  CHECK((load.align && load.dtype == DType::UINT32 && load.gm_address == 0x120000001040));
  CHECK((load.local_address == 0x40 && load.bursts == 3 && load.burst_bytes == 100));
  CHECK((load.gm_stride == 128 && load.local_stride == 160));
  CHECK((load.left_pad == 2 && load.right_pad == 1));
  const auto store = issued_by<isa::GmCopy>(
      [] { copy_ubuf_to_gm_align_b8(gm, at<void>(0), 0, 2, 33, 0, 0, 1, 7); });
  CHECK((store.opcode == Opcode::COPY_UB_TO_GM && store.gm_stride == 40));
  CHECK(store.local_stride == 96);
  const auto blocks =
      issued_by<isa::GmCopy>([] { copy_gm_to_cbuf(at<void>(0x200), gm, 0, 2, 4, 1, 3, PAD_NONE); });
  CHECK((!blocks.align && blocks.burst_bytes == 128 && blocks.gm_stride == 160));
  CHECK(blocks.local_stride == 224);
}

TEST_CASE("loads of the cube's memories", "[cce]") {
  const auto boxes = issued_by<isa::NdToNz>([] {
    copy_gm_to_cbuf_multi_nd2nz_b16(at<half>(0), reinterpret_cast<half*>(gm), 0, 1, 64, 48, 0, 512,
                                    80, 1, 0);
  });
  CHECK((boxes.rows == 64 && boxes.columns == 48 && boxes.src_row_stride == 512));
  CHECK((boxes.dst_box_stride == 80 && boxes.dst_row_stride == 1));
  const auto plain = issued_by<isa::FractalLoad>([] {
    load_cbuf_to_cb(at<half>(0x400), at<half>(0x800), 3, 5, 2, 1, 0, true, addr_cal_mode_t::dec);
  });
  CHECK((plain.opcode == Opcode::LOAD_L1_TO_L0B && plain.l0_address == 0x400));
  CHECK((plain.base_index == 3 && plain.transpose && plain.descending && plain.dst_gap == 1));
  const auto window = issued_by<isa::Img2Col>([] {
    img2colv2_cbuf_to_ca(at<half>(0), at<half>(0x100), 32, 16, 64, 48, 1, 2, 3, 4, 5, 6, false,
                         true, false, true, 128);
  });
  CHECK((window.step_k == 32 && window.pos_m == 48 && window.stride_h == 2));
  CHECK((window.kernel_w == 3 && window.dilation_h == 6 && window.wide_kernel_h));
  CHECK((window.use_fmatrix_b && window.channels == 128 && window.element_bits == 16));
  const auto fill = issued_by<isa::MatrixFill>([] {
    create_cbuf_matrix(at<float>(0x20),
                       std::int64_t{3} | std::int64_t{4} << 16 | std::int64_t{5} << 32, 7);
  });
  CHECK((fill.repeats == 3 && fill.blocks == 4 && fill.gap == 5 && fill.value == 7));
  CHECK(fill.dtype == DType::UINT32);
}

TEST_CASE("products and the fix pipe", "[cce]") {
  // A library packs the bias row's address into the accumulator's pointer.
  float* const c = reinterpret_cast<float*>(std::uint64_t{0x40} << 32 | 0x1000);
  const auto product = issued_by<isa::ProductInstruction>(
      [&] { mad(c, at<half>(0), at<half>(0x200), 16, 32, 48, 3, true, true, false); });
  CHECK((product.c == 0x1000 && product.bias == 0x40));
  CHECK((product.m == 16 && product.k == 32 && product.n == 48 && product.unit_flag == 3));
  CHECK((product.start == isa::ProductStart::Bias && product.k_aligned_to_16));
  CHECK(issued_by<isa::ProductInstruction>([&] {
          mad(c, at<half>(0), at<half>(0), 16, 16, 16, 0, false, true, true);
        }).start == isa::ProductStart::Zero);
  // Both forms of the product of nibbles, without offsets.
  auto* const sum = at<std::int32_t>(0x800);
  const auto nibbles = issued_by<isa::ProductInstruction>(
      [&] { mad_s4(sum, at<void>(0), at<void>(0x400), 16, 64, 48, 2, true, false, true); });
  const auto longer = issued_by<isa::ProductInstruction>([&] {
    mad_s4(sum, at<void>(0), at<void>(0x400), 16, 64, 48, 0, 0, 2, true, false, false, true);
  });
  for (const isa::ProductInstruction& each : {nibbles, longer}) {
    CHECK((each.c == 0x800 && each.b == 0x400 && each.m == 16 && each.k == 64 && each.n == 48));
    CHECK((each.unit_flag == 2 && each.k_aligned_to_16));
    CHECK(each.start == isa::ProductStart::Zero);
  }
  const auto store = issued_by<isa::FixPipeStore>([&] {
    copy_matrix_cc_to_gm(reinterpret_cast<half*>(gm), at<float>(0x400), 0, 48, 32, 512, 32, 2,
                         F322F16, 1, false, true);
  });
  const auto packed = issued_by<isa::FixPipeStore>([&] {
    const std::uint64_t xm = 48ull << 4 | 32ull << 16 | 512ull << 32;
    const std::uint64_t xt = 32ull | 2ull << 32 | 1ull << 34 | 1ull << 39 | 1ull << 43;
    copy_matrix_cc_to_gm(reinterpret_cast<half*>(gm), at<float>(0x400), xm, xt);
  });
  for (const isa::FixPipeStore& each : {store, packed}) {
    CHECK((each.n == 48 && each.m == 32 && each.dst_stride == 512 && each.src_stride == 32));
    CHECK((each.unit_flag == 2 && each.quantisation == 1 && each.to_rows));
    CHECK((each.relu == isa::ReluMode::Relu && each.dtype == DType::FLOAT16));
    CHECK((each.src == 0x400 && each.dst == 0x120000001040));
  }
}

TEST_CASE("flags name the model's pipes", "[cce]") {
  recorded() = {};
  set_flag(PIPE_MTE2, PIPE_V, EVENT_ID3);
  CHECK(recorded().call == "set_flag 3 1 3");
  wait_flag(PIPE_FIX, PIPE_M, 5u);
  CHECK(recorded().call == "wait_flag 7 5 5");
  pipe_barrier(PIPE_ALL);
  CHECK(recorded().call == "pipe_barrier 6");
  ffts_cross_core_sync(PIPE_MTE3, 0x321);
  CHECK(recorded().call == "cross_core_set 4 321");
  CHECK_THROWS_WITH(get_status(), "get_status");
}

TEST_CASE("registers hold what a kernel writes", "[cce]") {
  recorded() = {};
  set_lpcnt(7);
  set_condition_flag(9);
  set_aipp_spr_24(11);
  CHECK((get_lpcnt() == 7 && get_condition_flag() == 9));
  CHECK(recorded().registers.size() == 3);
  set_st_atomic_cfg(ATOMIC_S32, ATOMIC_SUM);
  CHECK(get_st_atomic_cfg() == 4);
}

TEST_CASE("an atomic store of the scalar unit, and one that is a message to other cores", "[cce]") {
  recorded() = {};
  std::uint64_t place = 0;
  const auto address = fmt::format("{:x}", reinterpret_cast<std::uint64_t>(&place));
  st_atomic<std::int32_t>(-2, reinterpret_cast<std::int32_t*>(&place));
  CHECK(recorded().call == "store_atomic " + address + " fffffffe 4");
  st_dev(std::uint64_t{0x321}, &place, 0);
  CHECK(recorded().call == "store_gm " + address + " 321 8");
  set_ffts_base_addr(reinterpret_cast<std::uint64_t>(&place));
  st_dev(std::uint64_t{0x321}, &place, 0);
  CHECK(recorded().call == "cross_core_set 0 321");
}

TEST_CASE("repeats and strides in one word are those of the long form", "[cce]") {
  float* const dst = at<float>(0);
  const auto same = [](const isa::LaneInstruction& a, const isa::LaneInstruction& b) {
    const auto equal = [](const isa::VectorOperand& x, const isa::VectorOperand& y) {
      return x.address == y.address && x.block_stride == y.block_stride &&
             x.repeat_stride == y.repeat_stride;
    };
    return a.opcode == b.opcode && a.repeats == b.repeats && a.scalar == b.scalar &&
           equal(a.dst, b.dst) && equal(a.src0, b.src0) && equal(a.src1, b.src1);
  };
  CHECK(
      same(issued_by<isa::LaneInstruction>([&] { vadd(dst, dst, dst + 8, 7, 1, 2, 3, 4, 5, 6); }),
           issued_by<isa::LaneInstruction>([&] { vadd(dst, dst, dst + 8, 0x0700060504030201); })));
  CHECK(same(issued_by<isa::LaneInstruction>([&] { vmuls(dst, dst, 2.0f, 7, 0x102, 3, 4, 5); }),
             issued_by<isa::LaneInstruction>([&] { vmuls(dst, dst, 2.0f, 0x0700050400030102); })));
  CHECK(same(issued_by<isa::LaneInstruction>([&] { vexp(dst, dst + 8, 7, 1, 2, 8, 8); }),
             issued_by<isa::LaneInstruction>([&] { vexp(dst, dst + 8, 0x0700080800020001); })));
}
