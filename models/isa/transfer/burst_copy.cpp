// SPDX-License-Identifier: Apache-2.0
// Bursts from L1 into BT, FB or L0C, and fills of L1, L0A and L0B (intrinsics.md 2.5). Where the
// type changes, lengths and source gaps are of the source, target gaps of the target.
#include <cstring>
#include <string>

#include "models/arch/small_float.h"
#include "models/isa/joined_span.h"
#include "models/isa/transfer/fractal.h"
#include "models/isa/transfer/local_moves.h"

namespace npusim::isa {
namespace {

MemSpace target_of(const LocalBurstCopy& copy) {
  if (copy.opcode == Opcode::COPY_L1_TO_BT) return MemSpace::BT;
  return copy.opcode == Opcode::COPY_L1_TO_FB ? MemSpace::FB : MemSpace::L0C;
}

/// Unit of burst lengths, in bytes; gaps into BT and FB are in the same, those in L1 and L0C in
/// blocks.
std::uint32_t length_unit(const LocalBurstCopy& copy) {
  if (copy.opcode == Opcode::COPY_L1_TO_BT) return 64;
  return copy.opcode == Opcode::COPY_L1_TO_FB ? 128 : kBlockBytes;
}

struct Bursts {
  std::uint32_t source_bytes, target_bytes;
  std::int64_t source_stride, target_stride;
};

Bursts bursts_of(const LocalBurstCopy& copy) {
  Bursts bursts;
  bursts.source_bytes = copy.burst_units * length_unit(copy);
  bursts.target_bytes = bursts.source_bytes / size_bytes(copy.src_dtype) * size_bytes(copy.dtype);
  bursts.source_stride = std::int64_t{bursts.source_bytes} + copy.src_gap * kBlockBytes;
  bursts.target_stride = std::int64_t{bursts.target_bytes} + copy.dst_gap * length_unit(copy);
  return bursts;
}

/// What the DMA converts on the way: half to float into BT, float to half or bfloat16 into L0C.
void check_types(const LocalBurstCopy& copy) {
  const bool same = copy.dtype == copy.src_dtype;
  const bool widens = copy.opcode == Opcode::COPY_L1_TO_BT && copy.src_dtype == DType::FLOAT16 &&
                      copy.dtype == DType::FLOAT32;
  const bool narrows = copy.opcode == Opcode::COPY_L1_TO_L0C && copy.src_dtype == DType::FLOAT32 &&
                       (copy.dtype == DType::FLOAT16 || copy.dtype == DType::BFLOAT16);
  if (same || widens || narrows) return;
  throw NotModelled(std::string(info(copy.opcode).name) + " from " +
                    std::string(name(copy.src_dtype)) + " to " + std::string(name(copy.dtype)));
}

template <typename From, typename To, typename Convert>
void convert(const std::uint8_t* from, std::uint8_t* to, std::uint32_t elements, Convert function) {
  for (std::uint32_t i = 0; i < elements; ++i) {
    From value;
    std::memcpy(&value, from + std::size_t{i} * sizeof value, sizeof value);
    const To result = function(value);
    std::memcpy(to + std::size_t{i} * sizeof result, &result, sizeof result);
  }
}

void move_burst(const LocalBurstCopy& copy, const std::uint8_t* from, std::uint8_t* to,
                std::uint32_t bytes) {
  if (copy.dtype == copy.src_dtype) {
    std::memcpy(to, from, bytes);
  } else if (copy.dtype == DType::FLOAT32) {
    convert<std::uint16_t, float>(from, to, bytes / 2, float16_to_float);
  } else if (copy.dtype == DType::FLOAT16) {
    convert<float, std::uint16_t>(from, to, bytes / 4, float_to_float16_rne);
  } else {
    convert<float, std::uint16_t>(from, to, bytes / 4, float_to_bfloat16_rne);
  }
}

MemSpace target_of(const MatrixFill& fill) {
  if (fill.opcode == Opcode::FILL_L1) return MemSpace::L1;
  return fill.opcode == Opcode::FILL_L0A ? MemSpace::L0A : MemSpace::L0B;
}

std::uint32_t unit_of(const MatrixFill& fill) {
  return fill.opcode == Opcode::FILL_L1 ? kBlockBytes : kFractalBytes;
}

}  // namespace

void footprint(const LocalBurstCopy& copy, std::vector<Footprint>& out) {
  check_types(copy);
  const Bursts bursts = bursts_of(copy);
  if (copy.bursts == 0 || bursts.source_bytes == 0) return;
  out.push_back({MemSpace::L1, false,
                 joined_span(copy.src, bursts.source_bytes, copy.bursts, bursts.source_stride)});
  out.push_back({target_of(copy), true,
                 joined_span(copy.dst, bursts.target_bytes, copy.bursts, bursts.target_stride)});
}

void execute(const LocalBurstCopy& copy, const LocalMemories& memories, const ExecuteOptions&,
             WriteSet& out) {
  const Bursts bursts = bursts_of(copy);
  if (bursts.source_bytes == 0) return;
  const std::uint8_t* const l1 = memories[MemSpace::L1].data + copy.src;
  for (std::uint32_t i = 0; i < copy.bursts; ++i) {
    std::uint8_t* const target = out.add_unfilled(
        copy.dst + static_cast<std::uint64_t>(bursts.target_stride) * i, bursts.target_bytes);
    move_burst(copy, l1 + bursts.source_stride * i, target, bursts.source_bytes);
  }
}

void footprint(const MatrixFill& fill, std::vector<Footprint>& out) {
  const std::uint32_t bytes = fill.blocks * unit_of(fill);
  if (fill.repeats == 0 || bytes == 0) return;
  out.push_back(
      {target_of(fill), true,
       joined_span(fill.dst, bytes, fill.repeats, std::int64_t{bytes} + fill.gap * unit_of(fill))});
}

void execute(const MatrixFill& fill, const LocalMemories&, const ExecuteOptions&, WriteSet& out) {
  const std::uint32_t bytes = fill.blocks * unit_of(fill);
  if (bytes == 0) return;
  const unsigned size = size_bytes(fill.dtype);
  for (std::uint32_t i = 0; i < fill.repeats; ++i) {
    const std::uint64_t stride = bytes + std::uint64_t{fill.gap} * unit_of(fill);
    std::uint8_t* const target = out.add_unfilled(fill.dst + stride * i, bytes);
    for (std::uint32_t at = 0; at < bytes; at += size) {
      std::memcpy(target + at, &fill.value, size);
    }
  }
}

}  // namespace npusim::isa
