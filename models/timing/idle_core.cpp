// SPDX-License-Identifier: Apache-2.0
// Follows models/core: front_end.cpp (issue), pipe_unit.cpp (flags, barriers) and the executors.
// tests/models/core/idle_core_test.cpp compares the two.
#include "models/timing/idle_core.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include "models/isa/execute_families.h"
#include "models/isa/issuer.h"
#include "models/isa/registers.h"
#include "models/timing/cost.h"

namespace npusim::timing {
namespace {

class IdleCore : public isa::Issuer {
 public:
  explicit IdleCore(const Knobs& knobs) : knobs_(knobs) {}

  Cycle cycles() const {
    Cycle end = front_end_;
    for (const PipeTimes& pipe : pipes_) end = std::max({end, pipe.complete});
    return end - first_issue_.value_or(0);
  }

  void issue(isa::Operands operands) override {
    spend_issue();
    isa::Instruction instruction;
    isa::capture(operands, registers_);
    instruction.operands = std::move(operands);
    const isa::OpcodeInfo& opcode = isa::info(instruction.opcode());
    if (!first_issue_) first_issue_ = front_end_;
    PipeTimes& pipe = times_of(opcode.pipe);
    const bool idle = pipe.free <= front_end_;
    const Cycle start = std::max(front_end_, pipe.free);
    switch (opcode.kind) {
      case isa::OpcodeKind::Lanes:
      case isa::OpcodeKind::Vector:
        return stream(instruction, start, pipe);
      case isa::OpcodeKind::Transfer:
        return transfer(instruction, start, pipe);
      default:
        pipe.free = start + std::max<Cycle>(fixed_cost(instruction, knobs_, idle), 1);
        pipe.complete = std::max(pipe.complete, pipe.free);
    }
  }

  void set_flag(Pipe source, Pipe target, unsigned event_id) override {
    spend_issue();
    Cycle reached = front_end_;
    if (source != Pipe::S) {
      PipeTimes& pipe = times_of(source);
      reached = std::max(front_end_, pipe.free);
      pipe.free = reached + 1;
      reached = std::max(reached, pipe.complete);
    } else {
      reached = std::max(front_end_, scalar_stores_landed_);
    }
    flags_[{source, target, event_id}] = reached + static_cast<Cycle>(knobs_.timing_flag_latency);
  }

  void wait_flag(Pipe source, Pipe target, unsigned event_id) override {
    spend_issue();
    const Cycle set = flags_[{source, target, event_id}];
    Cycle& waiting = target == Pipe::S ? front_end_ : times_of(target).free;
    waiting = std::max({waiting, front_end_, set});
  }

  void pipe_barrier(Pipe pipe) override {
    spend_issue();
    PipeTimes& times = times_of(pipe);
    times.free = std::max(times.complete, std::max(times.free, front_end_) + 1);
  }

  std::uint64_t load_ub(std::uint64_t, unsigned) override {
    front_end_ += scalar_cost().load_ub;
    return 0;
  }
  void store_ub(std::uint64_t, std::uint64_t, unsigned) override {
    const auto latency = static_cast<Cycle>(knobs_.ub_scalar_store_latency);
    scalar_stores_landed_ =
        std::max(scalar_stores_landed_, front_end_ + std::max<Cycle>(latency, 1));
    front_end_ += scalar_cost().store_ub;
  }

  void set_mask(const isa::VectorMask& mask) override { registers_.mask = mask; }
  std::uint64_t control() const override { return registers_.control; }
  void set_control(std::uint64_t value) override { registers_.control = value; }
  const Knobs& knobs() const override { return knobs_; }
  [[noreturn]] void not_modelled(std::string_view what) override {
    throw std::invalid_argument(std::string(what));
  }

 private:
  struct PipeTimes {
    Cycle free = 0;      ///< may start the next instruction
    Cycle complete = 0;  ///< all it wrote is in memory
  };

  PipeTimes& times_of(Pipe pipe) { return pipes_[static_cast<unsigned>(pipe)]; }
  void spend_issue() { front_end_ += scalar_cost().issue; }

  void stream(const isa::Instruction& instruction, Cycle start, PipeTimes& pipe) {
    const VectorCost cost = vector_cost(instruction, knobs_);
    const Cycle first_read = std::max(start, front_end_ + cost.head) + cost.extra;
    const Cycle last_read = first_read + Cycle{isa::repeats_of(instruction)} * cost.slope;
    pipe.free = std::max(last_read, start + 1);
    pipe.complete = std::max(pipe.complete, last_read + cost.tail);
  }

  void transfer(const isa::Instruction& instruction, Cycle start, PipeTimes& pipe) {
    const TransferCost cost = transfer_cost(instruction, knobs_);
    std::uint64_t bytes = 0;
    for (const Span& rows : isa::gm_rows(instruction)) bytes += rows.total_bytes();
    const auto flow = static_cast<Cycle>(static_cast<double>(bytes) / cost.bytes_per_cycle);
    pipe.free = start + std::max<Cycle>(cost.startup, 1) + std::max<Cycle>(flow, 1);
    const bool load = isa::info(instruction.opcode()).pipe == Pipe::MTE2;
    pipe.complete = std::max(pipe.complete, pipe.free + (load ? 1 : 0));
  }

  const Knobs& knobs_;
  Cycle front_end_ = 0;
  Cycle scalar_stores_landed_ = 0;
  std::optional<Cycle> first_issue_;
  std::array<PipeTimes, kPipeCount> pipes_{};
  std::map<std::tuple<Pipe, Pipe, unsigned>, Cycle> flags_;
  isa::Registers registers_;
};

}  // namespace

Cycle cycles_alone(const port::TileCall& call, const Knobs& knobs) {
  IdleCore core(knobs);
  isa::expand(call, core);
  return core.cycles();
}

}  // namespace npusim::timing
