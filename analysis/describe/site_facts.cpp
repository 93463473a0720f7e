// SPDX-License-Identifier: Apache-2.0
#include "analysis/describe/site_facts.h"

#include "models/arch/check.h"
#include "models/arch/rules.h"

namespace npusim::analysis {

SourcePlace source_of(const SourceLookup& sources, Site site) {
  if (site == nullptr) return {};
  const SourceLocation at = sources.locate(site);
  return {at.file, at.line};
}

void set_source(AccessSite& access, const SourceLookup& sources, Site site) {
  if (site == nullptr) return;
  const SourceLocation at = sources.locate(site);
  access.source = {at.file, at.line};
  access.library = {at.library_file, at.library_line};
}

void set_instruction(AccessSite& access, const SourceLookup& sources, Site site,
                     std::uint16_t opcode, std::uint16_t tile_op) {
  set_source(access, sources, site);
  access.op = instruction(opcode, tile_op);
  if (tile_op == 0 && site != nullptr) access.op.library_call = sources.locate(site).library_call;
}

AccessSite place_of(AgentId agent, const BlockRef& block, const TaskTable& tasks) {
  AccessSite site;
  site.task = tasks.name(block.task);
  site.task_index = block.task;
  site.block = block.task == kNoTask ? -1 : block.block;
  site.agent = agent;
  return site;
}

void rest_on(Finding& finding, std::string_view rule) {
  const RuleInfo* const row = find_rule(rule);
  NPUSIM_CHECK(row != nullptr);
  finding.rule = row->id;
  finding.certainty = row->certainty;
}

}  // namespace npusim::analysis
