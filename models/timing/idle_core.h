// SPDX-License-Identifier: Apache-2.0
// A core that runs one library call and nothing else: its cycles by arithmetic on the same costs as
// the simulated core, without SystemC. For comparisons with published figures.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>

#include "cce/port/issuer.h"
#include "models/arch/cycle.h"
#include "models/arch/knobs.h"
#include "models/isa/instruction.h"
#include "models/isa/registers.h"
#include "models/timing/mask_writes.h"
#include "models/timing/vector_results.h"

namespace npusim::timing {

class IdleCore : public isa::Issuer {
 public:
  explicit IdleCore(const Knobs& knobs) : knobs_(knobs) {}

  /// Cycles from the issue of the first hardware instruction until the last byte is written:
  /// without jitter, alone on the chip; of a store until it is in GM. Scalar loads give 0.
  Cycle cycles() const;

  /// Cycles in which pipe V was reading: without the ways to first repeats and from last ones.
  Cycle vector_reads() const { return vector_reads_; }

  void issue(const isa::Operands& operands) override;
  void set_flag(Pipe source, Pipe target, unsigned event_id) override;
  void wait_flag(Pipe source, Pipe target, unsigned event_id) override;
  void pipe_barrier(Pipe pipe) override;
  std::uint64_t load_ub(std::uint64_t address, unsigned bytes) override;
  void store_ub(std::uint64_t address, std::uint64_t value, unsigned bytes) override;
  void fence_ub() override {}
  void set_mask(const isa::VectorMask& mask) override {
    registers_.mask = mask;
    mask_writes_.write();
  }
  std::uint64_t control() const override { return registers_.control; }
  void set_control(std::uint64_t value) override { registers_.control = value; }
  /// Those that say how much an instruction moves; the others do not change how long it takes.
  void write_register(port::SpecialRegister which, std::uint64_t value) override {
    if (which == port::SpecialRegister::NdPara) registers_.nd_para = value;
    if (which == port::SpecialRegister::FMatrix) registers_.fmatrix = value;
    if (which == port::SpecialRegister::FMatrixB) registers_.fmatrix_b = value;
    if (which == port::SpecialRegister::Load3dRepeat) registers_.l3d_repeat = value;
  }
  std::int64_t reading(port::LibraryReading which) const override;
  /// Throws std::invalid_argument.
  [[noreturn]] void not_modelled(std::string_view what) override;

 private:
  struct PipeTimes {
    Cycle free = 0;                  ///< may start the next instruction
    Cycle complete = 0;              ///< all it wrote is in memory
    Cycle has_read = 0;              ///< pipe V: a flag to S may be set
    isa::Opcode last_opcode{};       ///< of the last move or product,
    Cycle last_end = 0;              ///< which ended then
    std::uint64_t vector_count = 0;  ///< as EventFlags::Set::vector_count
  };

  PipeTimes& times_of(Pipe pipe) { return pipes_[static_cast<unsigned>(pipe)]; }
  void spend_issue();
  void access_ub(std::uint64_t address, unsigned bytes, bool write);
  void stream(const isa::Instruction& instruction, std::span<const isa::Footprint> footprint,
              Cycle start, bool idle);
  void move(const isa::Instruction& instruction, Cycle start, bool idle, PipeTimes& pipe);
  void transfer(const isa::Instruction& instruction, Cycle start, PipeTimes& pipe);

  const Knobs& knobs_;
  Cycle front_end_ = 0;
  Cycle scalar_stores_landed_ = 0;
  std::optional<Cycle> first_issue_;
  std::array<PipeTimes, kPipeCount> pipes_{};
  struct Set {
    Cycle visible = 0;
    std::uint64_t vector_count = 0;
  };
  std::map<std::tuple<Pipe, Pipe, unsigned>, Set> flags_;
  VectorResults vector_results_;
  isa::Registers registers_;
  MaskWrites mask_writes_;
  Cycle vector_reads_ = 0;
};

}  // namespace npusim::timing
