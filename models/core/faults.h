// SPDX-License-Identifier: Apache-2.0
// What a core saw go wrong, told to the outside.
#pragma once

#include <exception>
#include <string_view>

#include "models/core/core_environment.h"
#include "models/core/event_flags.h"
#include "models/core/pipe_entry.h"
#include "models/core/scalar_context.h"
#include "models/isa/operand_places.h"
#include "models/memory/data_cache.h"

namespace npusim {

/// A flag is set again before its last set was waited for.
void report_overrun(CoreEnvironment& environment, const FlagId& flag, const SyncOrigin& origin);

/// Whether an access lies inside its memory.
bool inside(const CoreEnvironment& environment, const isa::Footprint& access);
void report_out_of_bounds(CoreEnvironment& environment, AgentId agent,
                          const isa::Instruction& instruction, const isa::Footprint& access);

/// `operands` are the instruction's; says of all that start where their memory does not let them.
void report_misaligned(CoreEnvironment& environment, AgentId agent,
                       const isa::Instruction& instruction, const isa::OperandPlaces& operands);

/// What a kernel left behind at its end: flags set and not waited for, a mask or
/// atomic mode that is not the default, scalar stores that are still in the data cache (`dirty`:
/// the first of their lines, or null).
void report_leftovers(CoreEnvironment& environment, EventFlags& flags, const isa::VectorMask& mask,
                      int atomic_mode, const DataCache::Line* dirty, const SyncOrigin& origin);

/// What a library says of a call's tiles.
void report_remark(CoreEnvironment& environment, port::LibraryRemark remark, const char* text,
                   const SyncOrigin& origin);
/// A library's function finds a mask that the kernel has changed.
void report_mode_at_call(CoreEnvironment& environment, const isa::VectorMask& mask,
                         const SyncOrigin& origin);

/// pipe_barrier(PIPE_S).
void report_barrier_on_scalar(CoreEnvironment& environment, const SyncOrigin& origin);
/// A vector instruction whose mask has no lane.
void report_empty_mask(CoreEnvironment& environment, const isa::Operands& operands,
                       const SyncOrigin& origin);
/// A vector instruction that writes what it still has to read.
void report_over_later_repeat(CoreEnvironment& environment, const isa::Operands& operands,
                              const SyncOrigin& origin);

/// The kernel's own code divided by zero or used a wild pointer.
void report_native_fault(CoreEnvironment& environment, const NativeFault& native_fault,
                         const SyncOrigin& origin);
/// The kernel reads argument `index` of `passed`.
void report_unpassed_argument(CoreEnvironment& environment, std::uint64_t index, unsigned passed,
                              const SyncOrigin& origin);
void report_trap(CoreEnvironment& environment, const SyncOrigin& origin);
void report_bad_event_id(CoreEnvironment& environment, const FlagId& flag,
                         const SyncOrigin& origin);
/// Whether a data-dependent vector access (an offset, a mask address) went beyond UB; reports it.
bool report_data_fault(CoreEnvironment& environment, const SyncOrigin& origin);
void report_missing_pipe(CoreEnvironment& environment, Pipe pipe, std::string_view what,
                         const SyncOrigin& origin);

/// Ends the run as inconclusive.
void report_not_modelled(CoreEnvironment& environment, AgentId agent, const SyncOrigin& origin,
                         std::string_view what);
/// Ends the run: a bug of ours.
void report_internal_error(CoreEnvironment& environment, const std::exception& error);

}  // namespace npusim
