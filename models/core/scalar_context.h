// SPDX-License-Identifier: Apache-2.0
// Whoever runs native code on a SystemC process: a core's front end, or the orchestrator. The
// code's plain loads and stores, and its calls through pto/port, come out here.
#pragma once

#include <cstdint>
#include <string>

#include "models/core/native_fault.h"

namespace npusim {

class FrontEnd;
struct LastPlace;

class ScalarContext {
 public:
  virtual ~ScalarContext() = default;

  /// The core's front end, or null for the orchestrator.
  virtual FrontEnd* front_end() { return nullptr; }

  /// The code is about to load `bytes` bytes at `address` of the window: puts them there.
  virtual void before_load(std::uint64_t address, unsigned bytes, Site site) = 0;
  /// The code is about to store; the bytes are in the window at its next call.
  virtual void before_store(std::uint64_t address, unsigned bytes, Site site) = 0;
  /// Native code has run for long (kBlocksPerPause basic blocks): if no simulated time has passed
  /// meanwhile, lets some pass.
  virtual void pass_time() = 0;

  /// Where the running native code begins, to tell its faults from our own.
  virtual const void* native_code() const = 0;
  /// The code at `site` has failed: whoever runs it stops here for good.
  [[noreturn]] virtual void stop_after_native_fault(const NativeFault& fault, Site site) = 0;
  /// Writes who this is and what it runs.
  virtual void describe_place(LastPlace& place) const = 0;
};

/// Basic blocks of native code between two calls of pass_time().
inline constexpr std::uint64_t kBlocksPerPause = 1'000'000;

/// Counts `blocks` more basic blocks for the code that runs.
void note_code(std::uint64_t blocks);

/// Native code that computes and calls nothing costs no simulated time, so that a loop without end
/// would never come back. This lets time pass for it, a cycle a basic block, and after 20 million
/// blocks (10.8 ms; kernels take microseconds) takes it for endless: then nothing but the
/// runtime's own limit ends it, and running it on would only cost the user's time.
class SilentCode {
 public:
  /// Call from pass_time(). Returns at once if time has passed since the last call, waits some
  /// cycles if not, and never returns from a loop without end.
  void pass_time(std::string& waiting_for);

 private:
  static constexpr Cycle kNever = ~Cycle{0};
  Cycle last_look_ = kNever;
  unsigned pauses_ = 0;
};

/// The context of the running SystemC process: the one registered for it, else the fallback.
ScalarContext& current_scalar_context();

/// The same, or null outside of a run.
ScalarContext* find_scalar_context();

/// Makes `context` that of the calling SystemC process.
void register_scalar_context(ScalarContext& context);

/// The context of every process that registered none: the orchestrator's.
void set_fallback_scalar_context(ScalarContext* context);

}  // namespace npusim
