// SPDX-License-Identifier: Apache-2.0
// The parts of an AccessSite, and of its finding, that come from events and tables.
#pragma once

#include <string_view>

#include "analysis/describe/task_table.h"
#include "analysis/result/finding.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

/// The line of a site; unknown for null.
SourcePlace source_of(const SourceLookup& sources, Site site);

/// Source of an access, and the place in a library of the user's that the line came to.
void set_source(AccessSite& access, const SourceLookup& sources, Site site);
/// The same and what instruction it is, after the library's function that issued it.
void set_instruction(AccessSite& access, const SourceLookup& sources, Site site,
                     std::uint16_t opcode, std::uint16_t tile_op);

/// Task, block and agent.
AccessSite place_of(AgentId agent, const BlockRef& block, const TaskTable& tasks);

/// Rule and certainty of a finding. Requires a rule of rules.def.
void rest_on(Finding& finding, std::string_view rule);

}  // namespace npusim::analysis
