// SPDX-License-Identifier: Apache-2.0
// The parts of an AccessSite that come from events.
#pragma once

#include <string>

#include "analysis/describe/task_table.h"
#include "analysis/result/finding.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

/// "file:line", or "file", or empty.
std::string source_text(const SourceLookup& sources, Site site);

/// Source of an access, and the place in a library of the user's that the line came to.
void set_source(AccessSite& access, const SourceLookup& sources, Site site);
/// The same and what instruction it is, after the library's function that issued it.
void set_instruction(AccessSite& access, const SourceLookup& sources, Site site,
                     std::uint16_t opcode, std::uint16_t tile_op);

/// Task, block, core and pipe of `agent`.
AccessSite place_of(AgentId agent, const BlockRef& block, const TaskTable& tasks);

/// "rms.h:77", or "TMULS (vmuls)" where the line is not known: how advice names an instruction.
std::string anchor(const AccessSite& site);

/// "gemm (task 3)": tells tasks of one name apart. Empty for no task.
std::string task_label(const AccessSite& site);

/// Rule and certainty of a finding. Requires a rule of rules.def.
void rest_on(Finding& finding, std::string_view rule);

}  // namespace npusim::analysis
