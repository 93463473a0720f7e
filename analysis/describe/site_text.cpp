// SPDX-License-Identifier: Apache-2.0
#include "analysis/describe/site_text.h"

#include <fmt/format.h>

#include "analysis/describe/names.h"
#include "models/arch/check.h"
#include "models/arch/rules.h"

namespace npusim::analysis {

std::string source_text(const SourceLookup& sources, Site site) {
  if (site == nullptr) return {};
  const npusim::SourceLocation at = sources.locate(site);
  return at.line == 0 ? at.file : fmt::format("{}:{}", at.file, at.line);
}

void set_source(AccessSite& access, const SourceLookup& sources, Site site) {
  access.source = source_text(sources, site);
  access.library = site == nullptr ? std::string() : sources.locate(site).library_place;
}

void set_instruction(AccessSite& access, const SourceLookup& sources, Site site,
                     std::uint16_t opcode, std::uint16_t tile_op) {
  set_source(access, sources, site);
  access.op = op_text(opcode, tile_op);
  if (tile_op != 0 || site == nullptr) return;
  const std::string call = sources.locate(site).library_call;
  if (!call.empty()) access.op = fmt::format("{} ({})", call, access.op);
}

AccessSite place_of(AgentId agent, const BlockRef& block, const TaskTable& tasks) {
  AccessSite site;
  site.task = tasks.name(block.task);
  site.block = block.task == kNoTask ? -1 : block.block;
  site.agent = agent;
  site.task_index = block.task;
  if (is_core_agent(agent)) {
    site.core = core_name(core_of(agent));
    site.pipe = name(pipe_of(agent));
  } else {
    site.core = agent_name(agent);
  }
  return site;
}

std::string anchor(const AccessSite& site) {
  if (!site.source.empty()) return site.source;
  return site.op.empty() ? site.core : site.op;
}

std::string task_label(const AccessSite& site) {
  const std::string number = fmt::format("task {}", site.task_index);
  if (site.task.empty() || site.task_index == kNoTask || site.task == number) return site.task;
  return fmt::format("{} ({})", site.task, number);
}

void rest_on(Finding& finding, std::string_view rule) {
  const RuleInfo* const row = find_rule(rule);
  NPUSIM_CHECK(row != nullptr);
  finding.rule = row->id;
  finding.certainty = row->certainty;
}

}  // namespace npusim::analysis
