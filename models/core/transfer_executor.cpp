// SPDX-License-Identifier: Apache-2.0
#include "models/core/transfer_executor.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "models/core/landing_rows.h"
#include "models/memory/sim_time.h"
#include "models/timing/cost.h"

namespace npusim {
namespace {

/// Bytes a transfer moves between two looks at the world. Stores are visible burst by burst
/// (task-runtime.md section 9: 512 B to 4 KiB).
constexpr std::uint32_t kChunkBytes = 4096;

RowBlock gm_rows(const isa::Transfer& transfer, std::uint32_t first, std::uint32_t count) {
  return {
      transfer.gm_address + static_cast<std::uint64_t>(transfer.gm_stride * std::int64_t{first}),
      count, transfer.burst_bytes, transfer.gm_stride};
}

Interval local_interval(std::span<const isa::Footprint> footprint, MemSpace space) {
  Interval interval;
  for (const isa::Footprint& access : footprint) {
    if (access.space == space) interval.include({access.span.lowest(), access.span.end()});
  }
  return interval;
}

}  // namespace

Executor::Timing TransferExecutor::execute(const InstructionPtr& instruction,
                                           std::span<const isa::Footprint> footprint, bool) {
  const isa::Transfer& transfer = instruction->transfer;
  const bool is_load = isa::info(instruction->opcode).pipe == Pipe::MTE2;
  const AgentId agent = environment_.agent(isa::info(instruction->opcode).pipe);
  const timing::TransferCost cost = timing::transfer_cost(*instruction, environment_.knobs);

  sc_core::wait(to_sc(
      std::max<Cycle>(environment_.latency.of(ChoiceKind::DmaLatency, agent, cost.startup), 1)));
  const Cycle flow_start = now();
  const Cycle late =
      is_load ? environment_.latency.extra(ChoiceKind::LocalLanding, agent, 0) : Cycle{0};
  Cycle complete = flow_start;
  const Interval tile = local_interval(footprint, transfer.local_space);
  std::uint64_t moved_bytes = 0;
  const std::uint32_t rows_per_chunk =
      std::max<std::uint32_t>(1, kChunkBytes / std::max<std::uint32_t>(1, transfer.burst_bytes));
  for (std::uint32_t first = 0; first < transfer.bursts; first += rows_per_chunk) {
    const std::uint32_t count = std::min(rows_per_chunk, transfer.bursts - first);
    const std::uint64_t bytes = std::uint64_t{count} * transfer.burst_bytes;
    moved_bytes += bytes;
    const Cycle flowed =
        flow_start + static_cast<Cycle>(static_cast<double>(moved_bytes) / cost.bytes_per_cycle);
    environment_.gm_channel.transfer(agent, bytes, flowed);
    if (is_load) {
      complete = now() + 1 + late;
      load({instruction, footprint, tile, first, count}, complete);
    } else {
      const Cycle landing = store({instruction, footprint, tile, first, count});
      const bool flag_waits =
          environment_.knobs.gm_store_visible == static_cast<std::int64_t>(StoreVisible::AtFlag);
      complete = std::max(complete, flag_waits ? landing : now());
    }
  }
  return {complete};
}

/// Reads rows of GM, which land in the tile at `landing`.
void TransferExecutor::load(const Rows& rows, Cycle landing) {
  if (environment_.execute.empty_arithmetic) return;
  const isa::Transfer& transfer = rows.instruction->transfer;
  LocalMemory& local = *environment_.memory(transfer.local_space);
  const AgentId agent = environment_.agent(Pipe::MTE2);
  const RowBlock source = gm_rows(transfer, rows.first, rows.count);
  if (environment_.cube_values != nullptr) {
    local.post(environment_.cube_values->load(agent, landing, rows.instruction, rows.footprint,
                                              rows.tile, {rows.first, rows.count, source}));
    return;
  }
  ByteBuffer bytes(std::size_t{rows.count} * transfer.burst_bytes);
  environment_.gm.read_rows(source, bytes.data());
  local.post(std::make_unique<LandingRows>(agent, landing, rows.instruction, rows.tile, rows.first,
                                           rows.count, std::move(bytes)));
}

/// Sends rows on their way to GM; returns when they land.
Cycle TransferExecutor::store(const Rows& rows) {
  const isa::Transfer& transfer = rows.instruction->transfer;
  const AgentId agent = environment_.agent(isa::info(rows.instruction->opcode).pipe);
  const Cycle latency = environment_.latency.of(
      ChoiceKind::StoreLanding, agent, static_cast<Cycle>(environment_.knobs.gm_store_latency));
  const Cycle landing = std::max(now() + latency, environment_.gm_stores_ordered);
  environment_.gm_stores_landed = std::max(environment_.gm_stores_landed, landing);
  if (environment_.execute.empty_arithmetic) return landing;

  const RowBlock target = gm_rows(transfer, rows.first, rows.count);
  if (transfer.atomic_add) {
    environment_.gm.post_atomic_add(landing, agent, target, transfer.gm_type, taken(rows));
  } else {
    environment_.gm.post_write(landing, agent, target, taken(rows));
  }
  return landing;
}

/// What a store takes from its tile now.
std::vector<std::uint8_t> TransferExecutor::taken(const Rows& rows) {
  const isa::Transfer& transfer = rows.instruction->transfer;
  if (environment_.cube_values != nullptr) {
    return environment_.cube_values->stored_rows(*rows.instruction, rows.tile, rows.first,
                                                 rows.count);
  }
  const isa::Bytes bytes = environment_.memory(transfer.local_space)->look(now(), rows.tile);
  std::vector<std::uint8_t> result(std::size_t{rows.count} * transfer.burst_bytes);
  isa::gather_store(transfer, rows.first, rows.count, bytes, environment_.execute, result.data());
  return result;
}

}  // namespace npusim
