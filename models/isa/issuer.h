// SPDX-License-Identifier: Apache-2.0
// What the expansion of a tile instruction may ask of the front end. The core implements it; tests
// implement a recorder.
#pragma once

#include <cstdint>
#include <string_view>

#include "models/arch/knobs.h"
#include "models/isa/instruction.h"

namespace npusim::isa {

class Issuer {
 public:
  virtual ~Issuer() = default;

  /// Puts an instruction into its pipe's queue (waits while the queue is full), with the registers
  /// of the moment (models/isa/registers.h).
  virtual void issue(Operands operands) = 0;

  // Flags and barriers inside a library instruction (tile-isa.md section 3.6).
  virtual void set_flag(Pipe source, Pipe target, unsigned event_id) = 0;
  virtual void wait_flag(Pipe source, Pipe target, unsigned event_id) = 0;
  virtual void pipe_barrier(Pipe pipe) = 0;

  // The scalar unit's own accesses to UB; a store is posted.
  virtual std::uint64_t load_ub(std::uint64_t address, unsigned bytes) = 0;
  virtual void store_ub(std::uint64_t address, std::uint64_t value, unsigned bytes) = 0;

  virtual void set_mask(const VectorMask& mask) = 0;
  virtual std::uint64_t control() const = 0;  ///< CTRL
  virtual void set_control(std::uint64_t value) = 0;

  virtual const Knobs& knobs() const = 0;

  /// Ends the run as inconclusive (exit status 68): `what` names the instruction and the form that
  /// is not modelled. Does not return.
  [[noreturn]] virtual void not_modelled(std::string_view what) = 0;
};

/// Expands one tile instruction into the hardware instructions, barriers, flags and scalar accesses
/// that the a2a3 library issues for it, in order (tile-isa.md sections 3.2 to 3.6, 6.1).
void expand(const port::TileCall& call, Issuer& front_end);

}  // namespace npusim::isa
