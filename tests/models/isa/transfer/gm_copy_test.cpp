// SPDX-License-Identifier: Apache-2.0
// Transfers from and to GM against byte loops written from intrinsics.md 2.4 and 2.5.
#include "tests/models/isa/transfer/tracked_memory.h"

namespace npusim::test {
namespace {

using isa::GmCopy;
using isa::Opcode;

GmCopy align_copy(Draws& draws, bool load) {
  GmCopy copy;
  copy.opcode = load ? Opcode::COPY_GM_TO_UB : Opcode::COPY_UB_TO_GM;
  copy.dtype = draws.one_of({DType::INT8, DType::FLOAT16, DType::FLOAT32});
  copy.gm_address = draws.below(4096);
  copy.local_address = 32 * draws.below(64);
  copy.bursts = draws.one_of<std::uint32_t>({0, 1, 2, 7, 33});
  copy.burst_bytes = size_bytes(copy.dtype) * draws.one_of<std::uint32_t>({0, 1, 3, 8, 31, 65});
  const unsigned most = 32 / size_bytes(copy.dtype);
  copy.left_pad = static_cast<std::uint8_t>(draws.below(3) == 0 ? draws.below(most) : 0);
  copy.right_pad = static_cast<std::uint8_t>(draws.below(3) == 0 ? draws.below(most) : 0);
  copy.pad_bits = 0x1234'5678'9ABC'DEF1;
  copy.gm_stride = copy.burst_bytes + draws.one_of<std::uint32_t>({0, 1, 40});
  const unsigned size = size_bytes(copy.dtype);
  const unsigned row = (copy.left_pad + copy.right_pad) * size + copy.burst_bytes;
  copy.local_stride = (row + 31) / 32 * 32 + 32 * draws.below(3);
  return copy;
}

void reference_load(const GmCopy& copy, TrackedMemory& memory) {
  const unsigned size = size_bytes(copy.dtype);
  const unsigned left = copy.left_pad * size, right = copy.right_pad * size;
  if (copy.burst_bytes == 0) return;
  for (std::uint32_t burst = 0; burst < copy.bursts; ++burst) {
    const auto source = copy.gm_address + burst * static_cast<std::uint64_t>(copy.gm_stride);
    const auto row = copy.local_address + burst * static_cast<std::uint64_t>(copy.local_stride);
    const auto pad = [&](unsigned i) {
      return static_cast<std::uint8_t>(copy.pad_bits >> (8 * (i % size)));
    };
    for (unsigned i = 0; i < left; ++i) memory.store(MemSpace::UB, row + i, pad(i));
    memory.copy(MemSpace::GM, source, MemSpace::UB, row + left, copy.burst_bytes);
    for (unsigned i = left + copy.burst_bytes; i < (left + copy.burst_bytes + right + 31) / 32 * 32;
         ++i) {
      const unsigned behind = i - left - copy.burst_bytes;
      if (left + right > 0) {
        memory.store(MemSpace::UB, row + i, pad(behind));
      } else {
        memory.scribble(MemSpace::UB, row + i, memory.load(MemSpace::GM, source + behind % size));
      }
    }
  }
}

void reference_store(const GmCopy& copy, MemSpace space, TrackedMemory& memory) {
  const unsigned left = copy.left_pad * size_bytes(copy.dtype);
  for (std::uint32_t burst = 0; burst < copy.bursts; ++burst) {
    memory.copy(space,
                copy.local_address + left + burst * static_cast<std::uint64_t>(copy.local_stride),
                MemSpace::GM, copy.gm_address + burst * static_cast<std::uint64_t>(copy.gm_stride),
                copy.burst_bytes);
  }
}

}  // namespace

TEST_CASE("an align load writes pads, data and the rest of the last block", "[models][isa]") {
  Draws draws(11);
  for (unsigned i = 0; i < 60; ++i) {
    const GmCopy copy = align_copy(draws, true);
    CAPTURE(i, copy.bursts, copy.burst_bytes, int{copy.left_pad}, int{copy.right_pad});
    require_transfer(copy, i, 1 + draws.below(5),
                     [&](TrackedMemory& memory) { reference_load(copy, memory); });
  }
}

TEST_CASE("an align store skips its left pad and writes no byte more", "[models][isa]") {
  Draws draws(12);
  for (unsigned i = 0; i < 60; ++i) {
    const GmCopy copy = align_copy(draws, false);
    CAPTURE(i, copy.bursts, copy.burst_bytes, int{copy.left_pad});
    require_transfer(copy, i, 1 + draws.below(5),
                     [&](TrackedMemory& memory) { reference_store(copy, MemSpace::UB, memory); });
  }
}

TEST_CASE("block copies move whole blocks", "[models][isa]") {
  Draws draws(13);
  for (unsigned i = 0; i < 40; ++i) {
    GmCopy copy;
    copy.opcode = draws.one_of({Opcode::COPY_GM_TO_UB, Opcode::COPY_UB_TO_GM, Opcode::COPY_GM_TO_L1,
                                Opcode::COPY_L1_TO_GM});
    copy.align = false;
    copy.gm_address = 32 * draws.below(9);
    copy.local_address = 32 * draws.below(9);
    copy.bursts = draws.one_of<std::uint32_t>({0, 1, 5, 255});
    copy.burst_bytes = 32 * draws.one_of<std::uint32_t>({0, 1, 4});
    copy.gm_stride = copy.burst_bytes + 32 * draws.below(3);
    copy.local_stride = copy.burst_bytes + 32 * draws.below(3);
    const MemSpace local = isa::local_space(copy);
    CAPTURE(i, name(local));
    require_transfer(copy, i, 3, [&](TrackedMemory& memory) {
      if (isa::info(copy.opcode).pipe != Pipe::MTE2) {
        reference_store(copy, local, memory);
        return;
      }
      for (std::uint64_t burst = 0; burst < copy.bursts; ++burst) {
        memory.copy(MemSpace::GM,
                    copy.gm_address + burst * static_cast<std::uint64_t>(copy.gm_stride), local,
                    copy.local_address + burst * static_cast<std::uint64_t>(copy.local_stride),
                    copy.burst_bytes);
      }
    });
  }
}

TEST_CASE("pad modes of loads into L1 spread or pack bytes", "[models][isa]") {
  constexpr unsigned kSpread[] = {0, 1, 1, 2, 4, 8}, kInto[] = {0, 32, 16, 16, 16, 16};
  constexpr unsigned kKept[] = {4, 8, 16};
  for (unsigned mode = 1; mode <= 8; ++mode) {
    GmCopy copy;
    copy.opcode = Opcode::COPY_GM_TO_L1;
    copy.align = false;
    copy.gm_address = 64;
    copy.local_address = 96;
    copy.bursts = 3;
    copy.burst_bytes = 64;
    copy.gm_stride = 96;
    copy.local_stride = 64 + 64;
    copy.pad_mode = static_cast<std::uint8_t>(mode);
    copy.pad_bits = 0x77;
    CAPTURE(mode);
    require_transfer(copy, mode, 1, [&](TrackedMemory& memory) {
      for (unsigned burst = 0; burst < 3; ++burst) {
        const std::uint64_t source = 64 + 96 * burst;
        if (mode <= 5) {
          const unsigned size = 64 / kSpread[mode] * kInto[mode];
          for (unsigned i = 0; i < size; ++i) {
            const unsigned in_unit = i % kInto[mode];
            const std::uint64_t target = 96 + (size + 64) * burst + i;
            if (in_unit < kSpread[mode]) {
              memory.copy(MemSpace::GM, source + i / kInto[mode] * kSpread[mode] + in_unit,
                          MemSpace::L1, target, 1);
            } else {
              memory.store(MemSpace::L1, target, 0x77);
            }
          }
          continue;
        }
        const unsigned kept = kKept[mode - 6];
        for (unsigned i = 0; i < 2 * kept; ++i) {
          memory.copy(MemSpace::GM, source + i / kept * 32 + i % kept, MemSpace::L1,
                      96 + (2 * kept + 64) * burst + i, 1);
        }
        // What is dropped crosses GM's bus all the same.
        for (unsigned i = 0; i < 64; ++i) memory.load(MemSpace::GM, source + i);
      }
    });
  }
  GmCopy copy;
  copy.opcode = Opcode::COPY_GM_TO_L1;
  copy.pad_mode = 9;
  std::vector<isa::Footprint> footprint;
  REQUIRE_THROWS_AS(isa::footprint(copy, footprint), isa::NotModelled);
}

TEST_CASE("rows of matrices become boxes of 32 bytes", "[models][isa]") {
  Draws draws(14);
  for (unsigned i = 0; i < 80; ++i) {
    isa::NdToNz load;
    load.dtype = draws.one_of({DType::INT8, DType::BFLOAT16, DType::FLOAT32});
    const unsigned size = size_bytes(load.dtype), c0 = 32 / size;
    load.gm_address = draws.below(999);
    load.l1_address = 32 * draws.below(9);
    load.matrices = draws.one_of<std::uint32_t>({0, 1, 3});
    load.rows = draws.one_of<std::uint32_t>({0, 1, 5, 16, 21});
    load.columns = draws.one_of<std::uint32_t>({0, 1, c0, c0 + 1, 3 * c0 - 1});
    load.src_row_stride = load.columns + draws.below(3);
    load.src_matrix_stride = load.rows * load.src_row_stride + draws.below(9);
    load.dst_row_stride = draws.one_of<std::uint32_t>({1, 1, 2, 3});
    load.dst_box_stride = load.rows * load.dst_row_stride + draws.below(4);
    load.dst_matrix_stride = c0 * (load.dst_box_stride * 4 + draws.below(5));
    CAPTURE(i, size, load.matrices, load.rows, load.columns, load.dst_row_stride);
    require_transfer(load, i, 1 + draws.below(7), [&](TrackedMemory& memory) {
      for (std::uint64_t m = 0; m < load.matrices; ++m) {
        for (std::uint64_t r = 0; r < load.rows; ++r) {
          for (std::uint64_t c = 0; c < (load.columns + c0 - 1) / c0 * c0; ++c) {
            const std::uint64_t target = load.l1_address + m * load.dst_matrix_stride * size +
                                         c / c0 * load.dst_box_stride * 32 +
                                         r * load.dst_row_stride * 32 + c % c0 * size;
            const std::uint64_t element = m * load.src_matrix_stride + r * load.src_row_stride + c;
            for (unsigned b = 0; b < size; ++b) {
              const std::uint8_t byte =
                  c < load.columns ? memory.load(MemSpace::GM, load.gm_address + element * size + b)
                                   : std::uint8_t{0};
              memory.store(MemSpace::L1, target + b, byte);
            }
          }
        }
      }
    });
  }
}

TEST_CASE("fractals of GM land in L1, L0A and L0B", "[models][isa]") {
  Draws draws(15);
  for (unsigned i = 0; i < 30; ++i) {
    isa::GmFractalLoad load;
    load.opcode =
        draws.one_of({Opcode::LOAD_GM_TO_L1, Opcode::LOAD_GM_TO_L0A, Opcode::LOAD_GM_TO_L0B});
    load.gm_address = 16 + draws.below(64);
    load.local_address = 512 * draws.below(3);
    load.base_index = static_cast<std::uint16_t>(draws.between(40, 60));
    load.repeats = draws.one_of<std::uint8_t>({0, 1, 9, 20});
    load.src_stride = draws.one_of<std::uint16_t>({0, 1, 2});
    load.dst_gap = draws.one_of<std::uint16_t>({0, 1, 3});
    load.descending = draws.below(2) == 1;
    CAPTURE(i, load.src_stride, load.dst_gap, load.descending);
    require_transfer(load, i, 4, [&](TrackedMemory& memory) {
      for (int r = 0; r < load.repeats; ++r) {
        const int step = load.descending ? -load.src_stride : load.src_stride;
        memory.copy(MemSpace::GM,
                    load.gm_address + static_cast<std::uint64_t>(load.base_index + r * step) * 512,
                    isa::local_space(load),
                    load.local_address + static_cast<std::uint64_t>(r * (load.dst_gap + 1)) * 512,
                    512);
      }
    });
  }
}

}  // namespace npusim::test
