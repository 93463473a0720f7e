// SPDX-License-Identifier: Apache-2.0
// How a core tells the outside what happened: instructions, accesses, flags, and what its time went
// into.
#pragma once

#include <string>

#include "models/core/core_environment.h"
#include "models/core/pipe_entry.h"
#include "models/isa/footprint.h"

namespace npusim {

/// What the kernel's line did, at this cycle; the caller adds what its kind has beside.
SyncEvent sync_event(SyncKind kind, AgentId agent, AgentId peer, const SyncOrigin& origin);
/// What went wrong there; `text` is one sentence.
FaultEvent fault_event(FaultEvent::Kind kind, AgentId agent, const SyncOrigin& origin,
                       std::string text = {});

InstructionEvent describe(const isa::Instruction& instruction, AgentId agent);
AccessEvent describe(const isa::Instruction& instruction, AgentId agent,
                     const isa::Footprint& access);

/// Whether a set waits while the flag's last one is not consumed (knob flag.second_set).
bool set_waits(const CoreEnvironment& environment);
/// `second`: in a row, without a wait between.
void report_set(CoreEnvironment& environment, const FlagId& flag, const SyncOrigin& origin,
                std::uint32_t instance, bool second);
/// The instance of a wait that no set satisfied until the run ended.
inline constexpr std::uint32_t kNoSet = 0;
void report_wait(CoreEnvironment& environment, const FlagId& flag, const SyncOrigin& origin,
                 std::uint32_t instance);
/// A wait that nothing satisfied until now; its event's `address` is the cycle at which it began.
void report_blocked_wait(CoreEnvironment& environment, const FlagId& flag, const SyncOrigin& origin,
                         Cycle since);

/// A pipe has done something about which orders what is before it and behind it: `address` and
/// `bytes` as the kind says.
void report_mark(CoreEnvironment& environment, SyncKind kind, std::uint64_t address,
                 std::uint64_t bytes, const SyncOrigin& origin, Pipe pipe = Pipe::S);

/// A pipe, which stands until then, has changed polled words, and that takes effect at `landing`:
/// who reads them later is after it (gm.atomic_flag), so it is told just before.
void report_word_change(CoreEnvironment& environment, Pipe pipe, std::uint64_t address,
                        std::uint64_t bytes, Cycle landing, const SyncOrigin& origin);

/// What a TimeEvent says of an instruction, a synchronisation, a wait for a flag.
TimeEvent time_of(const isa::Instruction& instruction);
TimeEvent time_of(const SyncOrigin& origin);
TimeEvent time_of(const CoreEnvironment& environment, const FlagId& flag, const SyncOrigin& origin,
                  std::uint32_t instance);

}  // namespace npusim
