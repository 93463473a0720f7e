// SPDX-License-Identifier: Apache-2.0
// How bytes that were read too early are followed.
#include <algorithm>
#include <map>
#include <utility>

#include "analysis/memory/init_check.h"
#include "analysis/memory/value_flow.h"
#include "analysis/race/span_blocks.h"

namespace npusim::analysis {

void InitCheck::read_early(const AccessEvent& event, const RacyReads::Read& racy) {
  std::vector<Positions> early;
  for_each_run_by_position(
      event.span, [&](std::uint64_t address, std::uint32_t bytes, std::uint64_t position) {
        const std::uint64_t begin = std::max(address, racy.begin);
        const std::uint64_t end = std::min(address + bytes, racy.end);
        if (begin < end) append(early, {position + begin - address, position + end - address});
      });
  carried_.push_back(
      {event.span, reads_.size() - 1, UndefinedValues::kNone, std::move(early), racy.race});
}

void InitCheck::read_early(const AccessEvent& event) {
  const Memory* const source = &memory(event.agent, event.space);
  const ValueFlow flow = value_flow(instructions_[event.agent].opcode);
  std::map<std::size_t, std::vector<Positions>> early;  // by race
  for_each_run_by_position(
      event.span, [&](std::uint64_t address, std::uint32_t bytes, std::uint64_t position) {
        for_each_block(address, address + bytes, [&](std::uint64_t number, ByteMask wanted) {
          const EarlyBytes::Bytes* const found = early_.find({source, number});
          if (found == nullptr) return;
          for (std::uint64_t i = 0; i < kBlockBytes; ++i) {
            if ((found->mask & wanted & (1u << i)) == 0) continue;
            const std::uint64_t at = position + number * kBlockBytes + i - address;
            append(early[found->race], {at, at + 1});
          }
        });
      });
  for (auto& [race, positions] : early) {
    if (flow == ValueFlow::ToScalar || flow == ValueFlow::ToAddress) racy_reads_.reach(race);
    carried_.push_back(
        {event.span, reads_.size() - 1, UndefinedValues::kNone, std::move(positions), race});
  }
}

/// What is not followed byte by byte counts as reached.
void InitCheck::carry_early(const Carried& source, const Write& write) {
  const ValueFlow flow = value_flow(instructions_[write.event.agent].opcode);
  const bool by_position = write.event.space == MemSpace::UB && !write.to_output &&
                           flow != ValueFlow::Anywhere && flow != ValueFlow::BoxesToRows &&
                           write.event.kind != AccessKind::Undefine;
  if (!by_position) return racy_reads_.reach(*source.race);
  const std::uint64_t from = source.span.total_bytes(), to = write.event.span.total_bytes();
  for (const Positions& positions : source.positions) {
    for_positions(write.event.span, scaled(positions, from, to, false),
                  [&](std::uint64_t begin, std::uint64_t end) {
                    for_each_block(begin, end, [&](std::uint64_t number, ByteMask bytes) {
                      early_.add({&memory(write.event.agent, write.event.space), number}, bytes,
                                 *source.race);
                    });
                  });
  }
}

}  // namespace npusim::analysis
