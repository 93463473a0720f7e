// SPDX-License-Identifier: Apache-2.0
#include "models/core/repeated_code.h"

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <systemc>

#include "models/arch/hash.h"
#include "models/core/front_end.h"

namespace npusim {
namespace {

/// Calls of one block: most make fewer, and looking costs little beside an instruction.
constexpr std::uint64_t kLongCode = 2000;

/// Not instrumented: it reads whole frames, with what lies between their variables.
__attribute__((noinline, no_sanitize("address"))) bool equal(const std::uint8_t* a,
                                                             const std::uint8_t* b,
                                                             std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

__attribute__((noinline, no_sanitize("address"))) void copy(const std::uint8_t* from,
                                                            std::vector<std::uint8_t>& to) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = from[i];
}

/// Below its caller's frame, and with it the caller's copy of the registers.
__attribute__((noinline)) void pass_state(Site site) {
  const auto* const frame = static_cast<const std::uint8_t*>(__builtin_frame_address(0));
  current_scalar_context().front_end()->code().pass(site, frame);
  asm volatile("" ::: "memory");  // not the last thing, or the frame would be gone by then
}

}  // namespace

std::uint64_t RepeatedCode::watched = 0;

__attribute__((noinline)) bool code_is_awaited(Site site) {
  FrontEnd* const front_end = current_scalar_context().front_end();
  return front_end != nullptr && front_end->code().awaits(site);
}

__attribute__((noinline, no_sanitize("address"))) void clear_stack_below() {
  volatile std::uint8_t frames[2048];
  for (volatile std::uint8_t& byte : frames) byte = 0;
}

/// The registers that code keeps over a call are still where it had them, or were put on the stack
/// by this function; setjmp writes the former there too.
__attribute__((noinline)) void look_at_code(Site site) {
  std::jmp_buf registers;
  std::memset(&registers, 0, sizeof(registers));
  if (setjmp(registers) == 0) pass_state(site);
}

void note_watched_write(std::uint64_t address) {
  FrontEnd* const front_end = current_scalar_context().front_end();
  if (front_end != nullptr) front_end->code().write_own(address);
}

void RepeatedCode::begin(std::uint64_t stack_begin) {
  stop_watching();
  stack_begin_ = stack_begin;
  acts_left_ = kLongCode;
}

/// The run is interrupted, so that the next look at its progress is soon.
void RepeatedCode::watch() {
  watching_ = true;
  if (watched++ == 0) sc_core::sc_pause();
  passed_ = period_ = 0;
  next_reference_ = 1;
  references_ = 0;
  site_ = nullptr;
}

void RepeatedCode::stop_watching() {
  if (watching_) --watched;
  watching_ = endless_ = false;
  period_ = 0;
  stack_begin_ = 0;
  acts_left_ = kNever;
}

void RepeatedCode::pass(Site site, const std::uint8_t* frame) {
  if (!watching_) return;
  if (passed_ >= next_reference_) {
    // Twice as far, but not always at the same block of a loop: some have leavings of calls below
    // them, which never come back.
    next_reference_ = 2 * passed_ + ++references_;
    if (!is_repeating()) return take_reference(site, frame);
    if (site != site_) return;
  }
  if (!known_) return take_reference(site, frame);
  if (!is_reference(frame)) return;
  period_ = 0;
  if (repeats()) {
    endless_ = !(read_registers_ || read_ub_ || read_gm_);
    environment_.work_count = work_;
    period_ = passed_ - begun_;
  }
  last_values_ = values_;
  work_ = environment_.work_count;
  begin_period();
}

void RepeatedCode::take_reference(Site site, const std::uint8_t* frame) {
  period_ = 0;
  site_ = site;
  frame_ = frame;
  state_.resize(stack_begin_ - reinterpret_cast<std::uint64_t>(frame));
  copy(frame, state_);
  work_ = environment_.work_count;
  last_values_ = 0;
  begin_period();
}

void RepeatedCode::begin_period() {
  known_ = true;
  begun_ = passed_;
  issued_ = read_registers_ = read_ub_ = read_gm_ = false;
  values_ = 1;
  gm_stores_landed_ = environment_.gm_stores_landed;
}

bool RepeatedCode::is_reference(const std::uint8_t* frame) const {
  return frame == frame_ && equal(frame, state_.data(), state_.size());
}

bool RepeatedCode::repeats() const {
  if (!(read_registers_ || read_ub_ || read_gm_)) return true;
  if (values_ != last_values_) return false;
  if (issued_ && read_ub_) return false;
  return !issued_ || !read_gm_ || environment_.gm_stores_landed == gm_stores_landed_;
}

void RepeatedCode::read(Memory memory, const void* value, std::uint64_t bytes) {
  if (!watching_) return;
  read_registers_ |= memory == Memory::Registers;
  read_ub_ |= memory == Memory::Ub;
  read_gm_ |= memory == Memory::Gm;
  const auto* const data = static_cast<const std::uint8_t*>(value);
  for (std::uint64_t done = 0; done < bytes; done += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, data + done, std::min<std::uint64_t>(bytes - done, sizeof(word)));
    values_ = hash64(values_, word);
  }
}

void RepeatedCode::write_own(std::uint64_t address) {
  const auto here = reinterpret_cast<std::uint64_t>(__builtin_frame_address(0));
  if (address < here || address >= stack_begin_) lose_track();
}

}  // namespace npusim
