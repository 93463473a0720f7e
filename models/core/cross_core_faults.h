// SPDX-License-Identifier: Apache-2.0
// How a core sends a flag to others, and tells the outside of it.
#pragma once

#include <string_view>
#include <vector>

#include "models/core/core_environment.h"
#include "models/core/pipe_entry.h"

namespace npusim {

/// The message leaves `pipe` at `departure`, a cycle from now on.
void send_message(CoreEnvironment& environment, Pipe pipe, const QueuedMessage& message,
                  Cycle departure);
void report_cross_core_wait(CoreEnvironment& environment, const CrossCoreFlags::Arrival& arrival,
                            const SyncOrigin& origin);
/// A wait for which nothing came until the run's end; see SyncKind::CrossCoreWait.
void report_blocked_cross_core_wait(CoreEnvironment& environment, unsigned id,
                                    const SyncOrigin& origin, Cycle since);
void report_left_messages(CoreEnvironment& environment,
                          const std::vector<CrossCoreFlags::Left>& left);
void report_sent_ahead(CoreEnvironment& environment,
                       const std::vector<CrossCoreFlags::Ahead>& ahead);
/// `call` names a flag that the hardware does not have.
void report_bad_cross_core_id(CoreEnvironment& environment, std::string_view call, std::int64_t id,
                              const SyncOrigin& origin);
void report_message_from_scalar(CoreEnvironment& environment, const SyncOrigin& origin);

}  // namespace npusim
