// SPDX-License-Identifier: Apache-2.0
// Tells a kernel whose code goes round for ever though its core computes: a loop without a counter.
//
// The code is deterministic. What it does next follows from its registers and its stack, and from
// what it reads. So if those are as they were some basic blocks ago, and it has read nothing in
// between, it goes round for ever, whatever the pipes do meanwhile. If it has read, then it does
// as long as it reads the same; the loop's work is no progress if nothing it does can change that:
//
//   state    := registers and stack at one basic block
//   a period := the code between two passes of that block with equal states
//   repeats  := a period that read nothing; or one whose reads have the same values as those of
//               the period before, where no instruction of a pipe could write what was read
//
// A loop that counts never has an equal state: such a one cannot be told from a long kernel.
#pragma once

#include <cstdint>
#include <vector>

#include "models/arch/event.h"
#include "models/core/core_environment.h"

namespace npusim {

class RepeatedCode {
 public:
  explicit RepeatedCode(CoreEnvironment& environment) : environment_(environment) {}
  ~RepeatedCode() { stop_watching(); }

  /// The kernel's code begins or has ended; its stack is below `stack_begin`.
  void begin(std::uint64_t stack_begin);
  void end() { stop_watching(); }
  /// Whether the code is known to go round for ever, whatever else happens.
  bool is_endless() const { return endless_; }
  /// Whether it does as it did in its last period, as far as the present one has come.
  bool is_repeating() const { return endless_ || (period_ != 0 && passed_ - begun_ <= period_); }
  /// What the core has done, but for what the code does over and over.
  std::uint64_t work_count() const { return is_repeating() ? work_ : environment_.work_count; }

  /// A basic block of the code begins; `frame` and all above it is its state.
  void pass(Site site, const std::uint8_t* frame);
  bool awaits(Site site) { return ++passed_ >= next_reference_ || site == site_; }

  enum class Memory : std::uint8_t { Registers, Ub, Gm };
  /// The code reads `bytes` bytes of what it or the pipes have written.
  void read(Memory memory, const void* value, std::uint64_t bytes);
  /// The code reads or writes what this cannot follow.
  void lose_track() { known_ = false; }
  /// The code calls for something: an instruction, a flag, an access, whatever it is.
  void act() {
    if (!watching_ && --acts_left_ == 0) watch();
  }
  /// An instruction goes to a pipe.
  void issue() { issued_ = true; }
  /// The code writes its own memory: on its stack it is part of the state.
  void write_own(std::uint64_t address);

  /// How many cores are looked at; 0 saves the look at every basic block.
  static std::uint64_t watched;

 private:
  void watch();
  void begin_period();
  void take_reference(Site site, const std::uint8_t* frame);
  bool is_reference(const std::uint8_t* frame) const;
  bool repeats() const;
  void stop_watching();

  static constexpr std::uint64_t kNever = ~std::uint64_t{0};

  CoreEnvironment& environment_;
  std::uint64_t stack_begin_ = 0;
  /// Until it is worth to look at the code.
  std::uint64_t acts_left_ = kNever;
  bool watching_ = false;
  bool endless_ = false;

  std::uint64_t passed_ = 0;          ///< basic blocks since it is watched
  std::uint64_t next_reference_ = 1;  ///< doubles, so that a period of any length is found
  std::uint64_t references_ = 0;      ///< taken so far
  Site site_ = nullptr;
  const std::uint8_t* frame_ = nullptr;
  std::vector<std::uint8_t> state_;
  std::uint64_t work_ = 0;    ///< the core's at the reference
  std::uint64_t period_ = 0;  ///< basic blocks of the last one, if it was a repeat

  // Of the period that runs.
  std::uint64_t begun_ = 0;  ///< as passed_
  bool known_ = true;
  bool issued_ = false;
  bool read_registers_ = false, read_ub_ = false, read_gm_ = false;
  std::uint64_t values_ = 0;
  Cycle gm_stores_landed_ = 0;
  /// Of the one before; 0: there was none.
  std::uint64_t last_values_ = 0;
};

// Called at every basic block of a kernel while any core is watched: one after the other, so that
// the frames of the last hold nothing that changes from one time to the next.

/// Whether the core whose code runs asks for its state at this block.
bool code_is_awaited(Site site);
/// Earlier calls of the code have left times where frames will lie.
void clear_stack_below();
void look_at_code(Site site);
void note_watched_write(std::uint64_t address);
/// Called before the running code writes its own memory: its stack, or variables.
inline void note_own_write(std::uint64_t address) {
  if (RepeatedCode::watched != 0) note_watched_write(address);
}

}  // namespace npusim
