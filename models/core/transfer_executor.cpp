// SPDX-License-Identifier: Apache-2.0
#include "models/core/transfer_executor.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "models/core/core_events.h"
#include "models/core/landing_rows.h"
#include "models/core/work_report.h"
#include "models/isa/execute_families.h"
#include "models/memory/sim_time.h"
#include "models/timing/cost.h"

namespace npusim {
namespace {

Interval local_interval(std::span<const isa::Footprint> footprint, MemSpace space) {
  Interval interval;
  for (const isa::Footprint& access : footprint) {
    if (access.space == space) interval.include({access.span.lowest(), access.span.end()});
  }
  return interval;
}

}  // namespace

/// Rows in order, at most kTransferChunkBytes of them at a time, none longer than its span's group.
std::vector<TransferExecutor::Rows> TransferExecutor::chunks(const Work& work) {
  std::vector<Rows> result;
  std::uint32_t first = 0;
  for (const Span& span : isa::gm_rows(*work.instruction)) {
    const std::uint32_t most = std::max<std::uint32_t>(
        1, timing::kTransferChunkBytes / std::max<std::uint32_t>(1, span.run_bytes));
    for (std::uint32_t group = 0; group < span.groups; ++group) {
      const std::int64_t group_offset = span.group_stride * std::int64_t{group};
      for (std::uint32_t row = 0; row < span.runs; row += most) {
        const std::uint32_t count = std::min(most, span.runs - row);
        const std::int64_t offset = group_offset + span.run_stride * std::int64_t{row};
        result.push_back({work,
                          first,
                          false,
                          {span.address + static_cast<std::uint64_t>(offset), count, span.run_bytes,
                           span.run_stride}});
        first += count;
      }
    }
  }
  if (!result.empty()) result.back().last = true;
  return result;
}

Executor::Timing TransferExecutor::execute(const InstructionPtr& instruction,
                                           std::span<const isa::Footprint> footprint,
                                           timing::PipeBefore) {
  const bool is_load = isa::info(instruction->opcode()).pipe == Pipe::MTE2;
  const AgentId agent = environment_.agent(isa::info(instruction->opcode()).pipe);
  const timing::TransferCost cost = timing::transfer_cost(*instruction, environment_.knobs);

  const Cycle latency = environment_.latency.of(ChoiceKind::DmaLatency, agent, cost.latency);
  // What comes late reads late.
  if (latency > cost.latency) pass(latency - cost.latency);
  const Cycle start = now();
  const Cycle early_latency = std::min<Cycle>(latency, cost.latency);
  const Cycle landing_delay =
      is_load ? 1 + environment_.latency.extra(ChoiceKind::LocalLanding, agent, 0) : 0;
  Cycle complete = start;
  const MemSpace local_space = isa::local_space(*instruction);
  const Work work{instruction, footprint, local_space, local_interval(footprint, local_space)};
  auto port_free = static_cast<double>(start + cost.head);
  for (const Rows& rows : chunks(work)) {
    port_free = std::max(port_free, static_cast<double>(now())) +
                cost.flow(rows.gm.rows, rows.gm.row_bytes, rows.gm.stride);
    const Cycle passed = std::max(static_cast<Cycle>(port_free), start + 1);
    const Served& served = environment_.gm_channel.transfer({agent, rows.gm, !is_load, passed});
    if (now() > passed) {
      PipeClock& clock = environment_.clock(isa::info(instruction->opcode()).pipe);
      clock.spend_until(passed, TimeKind::Busy, time_of(*instruction));
      clock.spend(served.from_hbm ? TimeKind::Hbm : TimeKind::L2, time_of(*instruction));
    }
    report_shared_work(environment_, agent, *instruction, served);
    port_free +=
        cost.flow_of_missed(rows.gm.rows, rows.gm.row_bytes, rows.gm.stride, served.hbm_part());
    pass_until(static_cast<Cycle>(port_free));
    if (is_load) {
      complete = cost.arrival(start, now(), early_latency) + landing_delay;
      load(rows, complete);
    } else {
      const Cycle landing = store(rows);
      tell_of_messages(rows, landing);
      const bool flag_waits =
          environment_.knobs.gm_store_visible == static_cast<std::int64_t>(StoreVisible::AtFlag);
      complete = std::max(complete, flag_waits ? landing : now());
    }
  }
  // The next one flows while this one arrives, but not at once.
  const Cycle sent = now();
  Cycle next = start + std::max<Cycle>(cost.instruction, 1);
  if (timing::serial_transfers(environment_.knobs)) next = std::max(next, complete);
  pass_until(next);
  return {complete, sent};
}

/// Reads rows of GM, which land in the tile at `landing`.
void TransferExecutor::load(const Rows& rows, Cycle landing) {
  if (environment_.execute.empty_arithmetic) return;
  const Work& work = rows.work;
  LocalMemory& local = *environment_.memory(work.local_space);
  const AgentId agent = environment_.agent(Pipe::MTE2);
  if (environment_.cube_values != nullptr) {
    local.post(environment_.cube_values->load(agent, landing, work.instruction, work.footprint,
                                              work.tile,
                                              {rows.first, rows.gm.rows, rows.last, rows.gm}));
    return;
  }
  ByteBuffer bytes(rows.bytes());
  environment_.gm.read_rows(rows.gm, bytes.data());
  const bool whole = rows.first == 0 && rows.last && bytes.size() <= RepeatedLoads::kMostBytes;
  if (whole && repeated_.repeats(rows.gm.address, work.tile.begin, {bytes.data(), bytes.size()})) {
    --environment_.work_count;  // it was counted as an instruction
  }
  local.post(std::make_unique<LandingRows>(agent, landing, work.instruction, work.tile, rows.first,
                                           rows.gm.rows, std::move(bytes)));
}

/// Sends rows on their way to GM; returns when they land.
Cycle TransferExecutor::store(const Rows& rows) {
  const isa::Instruction& instruction = *rows.work.instruction;
  const AgentId agent = environment_.agent(isa::info(instruction.opcode()).pipe);
  const Cycle latency = environment_.latency.of(
      ChoiceKind::StoreLanding, agent, static_cast<Cycle>(environment_.knobs.gm_store_latency));
  const Cycle landing = std::max(now() + latency, environment_.gm_stores_ordered);
  environment_.gm_stores_landed = std::max(environment_.gm_stores_landed, landing);
  if (environment_.execute.empty_arithmetic) return landing;

  const isa::AtomicMode mode = isa::gm_mode(instruction);
  if (mode.operation != isa::AtomicOperation::None) {
    environment_.gm.post_atomic(landing, agent, rows.gm, mode, taken(rows));
  } else {
    environment_.gm.post_write(landing, agent, rows.gm, taken(rows));
  }
  return landing;
}

/// Of a store to words that others poll.
void TransferExecutor::tell_of_messages(const Rows& rows, Cycle landing) {
  const PolledWords& words = environment_.cross_core.polled_words();
  if (!words.has_messages()) return;
  const std::uint64_t begin = rows.gm.address;
  const std::uint64_t end =
      begin + rows.gm.row_bytes + (rows.gm.rows - 1) * static_cast<std::uint64_t>(rows.gm.stride);
  if (!words.touches_messages(begin, end)) return;
  const isa::Instruction& instruction = *rows.work.instruction;
  report_word_change(environment_, isa::info(instruction.opcode()).pipe, begin, end - begin,
                     landing, {instruction.site, instruction.block, false});
}

/// What a store takes from its tile now.
std::vector<std::uint8_t> TransferExecutor::taken(const Rows& rows) {
  const Work& work = rows.work;
  if (environment_.cube_values != nullptr) {
    return environment_.cube_values->stored_rows(*work.instruction, work.footprint, rows.first,
                                                 rows.gm.rows, rows.bytes());
  }
  isa::LocalMemories memories;
  for (const isa::Footprint& access : work.footprint) {
    if (access.write) continue;
    memories[access.space] =
        environment_.memory(access.space)->look(now(), {access.span.lowest(), access.span.end()});
  }
  std::vector<std::uint8_t> result(rows.bytes());
  isa::gather(*work.instruction, rows.first, rows.gm.rows, memories, environment_.execute,
              result.data());
  return result;
}

}  // namespace npusim
