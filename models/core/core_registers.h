// SPDX-License-Identifier: Apache-2.0
// What the code on a core reads and writes by name: its registers, the vector mask, and which block
// it is.
#pragma once

#include <cstdint>
#include <optional>

#include "cce/port/port.h"
#include "cce/port/scalar_port.h"
#include "models/core/core_environment.h"
#include "models/core/worker.h"
#include "models/isa/registers.h"
#include "models/timing/mask_writes.h"

namespace npusim {

class CoreRegisters {
 public:
  explicit CoreRegisters(CoreEnvironment& environment);

  /// The block about to run.
  void begin_block(const DispatchPayload& payload);
  /// The values that a launched kernel finds: masks full, nothing atomic.
  void power_up() { values_ = {}; }

  /// Nothing for a register that is not modelled.
  std::optional<std::uint64_t> read(port::SpecialRegister which) const;
  /// False for a register that is not modelled.
  bool write(port::SpecialRegister which, std::uint64_t value);
  /// A result that instructions leave behind, as it is now: after what pipe V has done so far.
  std::uint64_t result(port::ResultRegister which);
  /// What a library asks of the model about how it is to behave.
  std::int64_t reading(port::LibraryReading which) const;

  void set_mask_mode(bool count) { values_.mask.count_mode = count; }
  void set_vector_mask(std::uint64_t high, std::uint64_t low);
  /// A barrier of pipe V: a mask that is written behind it is in use by no instruction.
  void pass_barrier() { mask_writes_.pass_barrier(); }
  /// Whether the mask was written since the last call, in this block, while it was in use.
  bool take_mask_write() { return mask_writes_.take(); }

  const isa::Registers& values() const { return values_; }

 private:
  CoreEnvironment& environment_;
  isa::Registers values_;
  timing::MaskWrites mask_writes_;

  std::int32_t block_ = 0;
  std::int32_t block_count_ = 1;
  std::int32_t sub_block_ = 0;
  std::int32_t sub_block_count_ = 0;  ///< 0: as the kind of core says
};

}  // namespace npusim
