// SPDX-License-Identifier: Apache-2.0
// Whoever runs native code on a SystemC process: a core's front end, or the orchestrator. The
// code's plain loads and stores, and its calls through pto/port, come out here.
#pragma once

#include <cstdint>

#include "models/arch/event.h"

namespace npusim {

class FrontEnd;

class ScalarContext {
 public:
  virtual ~ScalarContext() = default;

  /// The core's front end, or null for the orchestrator.
  virtual FrontEnd* front_end() { return nullptr; }

  /// The code is about to load `bytes` bytes at `address` of the window: puts them there.
  virtual void before_load(std::uint64_t address, unsigned bytes, Site site) = 0;
  /// The code is about to store; the bytes are in the window at its next call.
  virtual void before_store(std::uint64_t address, unsigned bytes, Site site) = 0;
  /// The code has run for long without coming here: lets simulated time pass.
  virtual void pass_time() = 0;
};

/// The context of the running SystemC process: the one registered for it, else the fallback.
ScalarContext& current_scalar_context();

/// Makes `context` that of the calling SystemC process.
void register_scalar_context(ScalarContext& context);

/// The context of every process that registered none: the orchestrator's.
void set_fallback_scalar_context(ScalarContext* context);

}  // namespace npusim
