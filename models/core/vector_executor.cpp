// SPDX-License-Identifier: Apache-2.0
#include "models/core/vector_executor.h"

#include <algorithm>
#include <memory>

#include "models/core/vector_run.h"
#include "models/memory/sim_time.h"
#include "models/timing/cost.h"

namespace npusim {
namespace {

bool same_span(const Span& a, const Span& b) {
  return a.address == b.address && a.run_bytes == b.run_bytes && a.runs == b.runs &&
         a.groups == b.groups && a.run_stride == b.run_stride && a.group_stride == b.group_stride;
}

bool overlap(const Span& a, const Span& b) { return a.lowest() < b.end() && b.lowest() < a.end(); }

/// Whether no repeat reads what another repeat writes: operands apart, or lane by lane in place.
bool repeats_are_independent(const isa::Instruction& instruction,
                             std::span<const isa::Footprint> footprint) {
  const bool lanes = isa::info(instruction.opcode()).kind == isa::OpcodeKind::Lanes;
  for (const isa::Footprint& write : footprint) {
    if (!write.write) continue;
    for (const isa::Footprint& read : footprint) {
      if (read.write || read.space != write.space || !overlap(read.span, write.span)) continue;
      if (!lanes || !same_span(read.span, write.span)) return false;
    }
  }
  return true;
}

/// Whether every repeat writes where the one before wrote, and reads there: dst = src with repeat
/// stride 0. The hardware forwards the results (intrinsics.md 2.1 rule 6).
bool accumulates_over_repeats(std::span<const isa::Footprint> footprint) {
  for (const isa::Footprint& write : footprint) {
    if (!write.write || write.span.group_stride != 0 || write.span.groups < 2) continue;
    for (const isa::Footprint& read : footprint) {
      if (!read.write && same_span(read.span, write.span)) return true;
    }
  }
  return false;
}

}  // namespace

Executor::Timing VectorExecutor::execute(const std::shared_ptr<const isa::Instruction>& instruction,
                                         std::span<const isa::Footprint> footprint,
                                         timing::PipeBefore before) {
  const AgentId agent = environment_.agent(Pipe::V);
  const timing::VectorCost cost = timing::vector_cost(*instruction, environment_.knobs);
  Interval reads, writes;
  for (const isa::Footprint& access : footprint) {
    (access.write ? writes : reads).include({access.span.lowest(), access.span.end()});
  }
  // The head is the way from the front end to the first read; it is hidden for an instruction that
  // waited in the queue that long.
  const Cycle arrival = instruction->issue_cycle + cost.head;
  const Cycle head = arrival > now() ? arrival - now() : 0;
  // A mask that was written costs time (models/timing/cost.h), but nobody guarantees that operands
  // are read only afterwards: the instruction reads at once, and takes so much longer.
  Cycle mask_wait = 0;
  if (instruction->after_mask_write && timing::mask_write_drains(environment_.knobs)) {
    const Cycle behind_mask = std::max(complete_, now()) - now() + cost.head +
                              (before == timing::PipeBefore::Idle ? timing::kMaskOnIdlePipe : 0);
    mask_wait = behind_mask - head;
  }
  const Cycle first_read =
      std::max(now() + environment_.latency.of(ChoiceKind::PipeStart, agent, head),
               interlocked_start(footprint));
  const std::uint32_t repeats = isa::repeats_of(*instruction);
  const Cycle reading = timing::vector_reads(*instruction, cost, footprint);
  const Cycle last_reads = repeats == 0 ? 0 : reading - reading * (repeats - 1) / repeats;
  VectorRun::Times times{first_read, reading, last_reads + cost.tail + mask_wait};

  const Cycle complete = repeats == 0 ? first_read : VectorRun::end(times, repeats);
  if (!environment_.execute.empty_arithmetic && repeats > 0 && !footprint.empty()) {
    LocalMemory& ub = *environment_.memory(MemSpace::UB);
    if (accumulates_over_repeats(footprint)) times.tail = cost.slope;
    ub.post(std::make_unique<VectorRun>(
        agent, instruction, times, repeats_are_independent(*instruction, footprint),
        environment_.vector_state, environment_.execute, reads, writes));
    ub.look(now(), {});
  }
  environment_.vector_results.forget(now());
  environment_.vector_results.start(footprint, complete);
  complete_ = std::max(complete_, complete);
  const Cycle free = std::max(first_read + mask_wait + reading, now() + 1);
  return {complete, 0, reads.begin == reads.end ? now() : free, free};
}

/// With the interlock a repeat waits for what it reads; modelled for the instruction as a whole.
Cycle VectorExecutor::interlocked_start(std::span<const isa::Footprint> footprint) {
  const bool waits = environment_.knobs.v_interlock == static_cast<std::int64_t>(Interlock::Repeat);
  return waits ? environment_.vector_results.ready_to_read(footprint, now()) : now();
}

}  // namespace npusim
