// SPDX-License-Identifier: Apache-2.0
#include "models/isa/execute_families.h"

#include "models/isa/cube/mad.h"
#include "models/isa/transfer/gm_transfers.h"
#include "models/isa/transfer/local_moves.h"

namespace npusim::isa {

void execute_local(const Instruction& instruction, const LocalMemories& memories,
                   const ExecuteOptions& options, WriteSet& out) {
  if (options.empty_arithmetic) return;
  visit_families<LocalFamilies>(
      instruction, [&](const auto& family) { execute(family, memories, options, out); });
}

GmRows gm_rows(const Instruction& instruction) {
  return visit_families<TransferFamilies>(instruction,
                                          [](const auto& family) { return gm_rows(family); });
}

MemSpace local_space(const Instruction& instruction) {
  return visit_families<TransferFamilies>(instruction,
                                          [](const auto& family) { return local_space(family); });
}

AtomicMode gm_mode(const Instruction& instruction) {
  return visit_families<TransferFamilies>(instruction,
                                          [](const auto& family) { return gm_mode(family); });
}

void land(const Instruction& instruction, std::uint32_t first, std::uint32_t count,
          const std::uint8_t* rows, Bytes local) {
  visit_families<TransferFamilies>(
      instruction, [&](const auto& family) { land(family, first, count, rows, local); });
}

ByteRange landing_range(const Instruction& instruction, std::uint32_t first, std::uint32_t count,
                        const ByteRange& all) {
  return visit_families<TransferFamilies>(
      instruction, [&](const auto& family) { return landing_range(family, first, count, all); });
}

void gather(const Instruction& instruction, std::uint32_t first, std::uint32_t count,
            const LocalMemories& memories, const ExecuteOptions& options, std::uint8_t* rows) {
  if (options.empty_arithmetic) return;
  visit_families<TransferFamilies>(
      instruction, [&](const auto& family) { gather(family, first, count, memories, rows); });
}

}  // namespace npusim::isa
