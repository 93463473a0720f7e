// SPDX-License-Identifier: Apache-2.0
// Fractals from L1 into L0A or L0B, one by one (intrinsics.md 2.5): as they are, or each 16 x 16
// block of 2-byte elements transposed; and 4:2 sparse weights with their indices.
#include <cstring>

#include "models/isa/joined_span.h"
#include "models/isa/transfer/fractal.h"
#include "models/isa/transfer/local_moves.h"
#include "models/isa/transpose_square.h"

namespace npusim::isa {
namespace {

MemSpace target_of(const FractalLoad& load) {
  return load.opcode == Opcode::LOAD_L1_TO_L0A ? MemSpace::L0A : MemSpace::L0B;
}

std::uint64_t first_source(const FractalLoad& load) {
  return load.l1_address + std::uint64_t{load.base_index} * kFractalBytes;
}

/// Bytes of indices that belong to a fractal of weights.
constexpr std::uint32_t kIndexBytes = kFractalBytes / 4;

std::uint64_t first_weights(const SparseLoad& load) {
  return load.weights + std::uint64_t{load.base_index} * kFractalBytes;
}
std::uint64_t first_indices(const SparseLoad& load) {
  return load.indices + std::uint64_t{load.base_index} * kIndexBytes;
}

}  // namespace

void footprint(const FractalLoad& load, std::vector<Footprint>& out) {
  if (load.repeats == 0) return;
  out.push_back({MemSpace::L1, false,
                 joined_span(first_source(load), kFractalBytes, load.repeats,
                             fractal_step(load.src_stride, load.descending))});
  out.push_back(
      {target_of(load), true,
       joined_span(load.l0_address, kFractalBytes, load.repeats, fractal_pitch(load.dst_gap))});
}

void execute(const FractalLoad& load, const LocalMemories& memories, const ExecuteOptions&,
             WriteSet& out) {
  if (load.repeats == 0) return;
  const std::uint8_t* const l1 = memories[MemSpace::L1].data + first_source(load);
  const std::int64_t step = fractal_step(load.src_stride, load.descending);
  const bool contiguous_target = load.dst_gap == 0;
  std::uint8_t* const all =
      contiguous_target ? out.add_unfilled(load.l0_address, load.repeats * kFractalBytes) : nullptr;
  for (std::uint32_t i = 0; i < load.repeats; ++i) {
    const std::uint8_t* const source = l1 + step * std::int64_t{i};
    const std::uint64_t address =
        load.l0_address + static_cast<std::uint64_t>(fractal_pitch(load.dst_gap)) * i;
    std::uint8_t* const target = contiguous_target ? all + std::size_t{i} * kFractalBytes
                                                   : out.add_unfilled(address, kFractalBytes);
    if (load.transpose) {
      transpose_square(source, target);
    } else {
      std::memcpy(target, source, kFractalBytes);
    }
  }
}

void footprint(const SparseLoad& load, std::vector<Footprint>& out) {
  if (load.repeats == 0) return;
  out.push_back(
      {MemSpace::L1, false, contiguous(first_weights(load), load.repeats * kFractalBytes)});
  out.push_back({MemSpace::L1, false, contiguous(first_indices(load), load.repeats * kIndexBytes)});
  out.push_back({MemSpace::L0B, true, contiguous(load.l0_address, load.repeats * kFractalBytes)});
}

void execute(const SparseLoad& load, const LocalMemories& memories, const ExecuteOptions&,
             WriteSet& out) {
  if (load.repeats == 0) return;
  const std::uint8_t* const l1 = memories[MemSpace::L1].data;
  std::memcpy(out.add_unfilled(load.l0_address, load.repeats * kFractalBytes),
              l1 + first_weights(load), load.repeats * kFractalBytes);
  std::memcpy(out.add_unfilled(kSparseIndices + load.l0_address / 4, load.repeats * kIndexBytes),
              l1 + first_indices(load), load.repeats * kIndexBytes);
}

}  // namespace npusim::isa
