// SPDX-License-Identifier: Apache-2.0
// Fractals of GM into L1, L0A or L0B (intrinsics.md 2.5).
#include <cstring>

#include "models/arch/check.h"
#include "models/isa/joined_span.h"
#include "models/isa/transfer/fractal.h"
#include "models/isa/transfer/gm_transfers.h"

namespace npusim::isa {

MemSpace local_space(const GmFractalLoad& load) {
  if (load.opcode == Opcode::LOAD_GM_TO_L0A) return MemSpace::L0A;
  return load.opcode == Opcode::LOAD_GM_TO_L0B ? MemSpace::L0B : MemSpace::L1;
}

GmRows gm_rows(const GmFractalLoad& load) {
  if (load.repeats == 0) return {};
  Span span =
      contiguous(load.gm_address + std::uint64_t{load.base_index} * kFractalBytes, kFractalBytes);
  span.runs = load.repeats;
  span.run_stride = load.repeats > 1 ? fractal_step(load.src_stride, load.descending) : 0;
  return {span};
}

void footprint(const GmFractalLoad& load, std::vector<Footprint>& out) {
  if (load.repeats == 0) return;
  for (const Span& rows : gm_rows(load)) out.push_back({MemSpace::GM, false, rows});
  out.push_back(
      {local_space(load), true,
       joined_span(load.local_address, kFractalBytes, load.repeats, fractal_pitch(load.dst_gap))});
}

void land(const GmFractalLoad& load, std::uint32_t first, std::uint32_t count,
          const std::uint8_t* rows, Bytes local) {
  for (std::uint32_t i = 0; i < count; ++i) {
    std::memcpy(local.data + load.local_address + fractal_pitch(load.dst_gap) * (first + i),
                rows + std::size_t{i} * kFractalBytes, kFractalBytes);
  }
}

ByteRange landing_range(const GmFractalLoad& load, std::uint32_t first, std::uint32_t count,
                        const ByteRange&) {
  const auto pitch = static_cast<std::uint64_t>(fractal_pitch(load.dst_gap));
  const std::uint64_t begin = load.local_address + pitch * first;
  return {begin, begin + pitch * (count - 1) + kFractalBytes};
}

AtomicMode gm_mode(const GmFractalLoad&) { return {AtomicOperation::None, DType::UINT8}; }

void gather(const GmFractalLoad&, std::uint32_t, std::uint32_t, const LocalMemories&,
            std::uint8_t*) {
  NPUSIM_CHECK(!"a store");
}

}  // namespace npusim::isa
