// SPDX-License-Identifier: Apache-2.0
// The port as an interface: what a library's function asks of the front end on behalf of one call.
// Libraries issue through it, so that a recorder or an idle core can stand in for the model.
#pragma once

#include <cstdint>
#include <string_view>

#include "cce/port/operands.h"
#include "cce/port/port.h"

namespace npusim::isa {

class Issuer {
 public:
  virtual ~Issuer() = default;

  /// Puts an instruction into its pipe's queue (waits while the queue is full), with the registers
  /// of the moment.
  virtual void issue(const Operands& operands) = 0;

  // Flags and barriers inside a library instruction (tile-isa.md section 3.6).
  virtual void set_flag(Pipe source, Pipe target, unsigned event_id) = 0;
  virtual void wait_flag(Pipe source, Pipe target, unsigned event_id) = 0;
  virtual void pipe_barrier(Pipe pipe) = 0;

  // The scalar unit's own accesses to UB; a store is posted.
  virtual std::uint64_t load_ub(std::uint64_t address, unsigned bytes) = 0;
  virtual void store_ub(std::uint64_t address, std::uint64_t value, unsigned bytes) = 0;

  /// Waits until the scalar unit's stores to UB have landed.
  virtual void fence_ub() = 0;

  virtual void set_mask(const VectorMask& mask) = 0;
  virtual std::uint64_t control() const = 0;  ///< CTRL
  virtual void set_control(std::uint64_t value) = 0;
  /// Another register that instructions take along.
  virtual void write_register(port::SpecialRegister which, std::uint64_t value) = 0;

  /// Index of the knob's value.
  virtual std::int64_t reading(port::LibraryReading which) const = 0;

  /// Ends the run as inconclusive (exit status 68): `what` names the instruction and the form that
  /// is not modelled. Does not return.
  [[noreturn]] virtual void not_modelled(std::string_view what) = 0;
};

}  // namespace npusim::isa
