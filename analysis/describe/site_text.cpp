// SPDX-License-Identifier: Apache-2.0
#include "analysis/describe/site_text.h"

#include <fmt/format.h>

#include "analysis/describe/names.h"
#include "analysis/describe/site_facts.h"

namespace npusim::analysis {
namespace {

std::string plain_text(const Operation& operation) {
  switch (operation.kind) {
    case Operation::Kind::Unknown:
      return "";
    case Operation::Kind::Instruction:
      return op_text(operation.opcode, operation.tile_op);
    case Operation::Kind::SetFlag:
      return "set_flag";
    case Operation::Kind::WaitFlag:
      return "wait_flag";
    case Operation::Kind::SetMessage:
      return "ffts_cross_core_sync";
    case Operation::Kind::WaitMessage:
      return "wait_flag_dev";
  }
  return "";
}

std::string index_text(const NamedRange& range) {
  const auto& [first, last] = range.elements;
  if (range.box.empty()) return fmt::format("[{}:{}]", first, last);
  std::string text;
  for (const auto& [begin, end] : range.box) {
    if (!text.empty()) text += ", ";
    text += begin + 1 == end ? fmt::format("{}", begin) : fmt::format("{}:{}", begin, end);
  }
  return "[" + text + "]";
}

}  // namespace

std::string text_of(const SourcePlace& place) {
  return place.line == 0 ? place.file : fmt::format("{}:{}", place.file, place.line);
}

std::string source_text(const SourceLookup& sources, Site site) {
  return text_of(source_of(sources, site));
}

std::string text_of(const Operation& operation) {
  std::string text = plain_text(operation);
  if (!operation.library_call.empty()) text = fmt::format("{} ({})", operation.library_call, text);
  if (operation.in_library) text += " (library)";
  if (operation.is_write_back) text += ", write-back of its line";
  return text;
}

std::string text_of(const NamedRange& range) {
  if (!range.known()) return "";
  if (range.space != MemSpace::GM) {
    return fmt::format("{}[{}, {})", name(range.space), range.begin, range.end);
  }
  if (range.tensor.empty()) return fmt::format("GM[{:#x}, {:#x})", range.begin, range.end);
  std::string text = range.tensor;
  if (range.has_shape && range.box.empty()) text += ".flat";
  text += index_text(range);
  if (range.bytes_beyond > 0) {
    text += fmt::format(" and {} bytes beyond its end", range.bytes_beyond);
  }
  if (range.beyond_rows > 0) {
    text +=
        fmt::format(", beyond its {} row{}", range.beyond_rows, range.beyond_rows == 1 ? "" : "s");
  }
  return text;
}

std::string core_text(const AccessSite& site) {
  if (site.agent >= kAgentCount) return "";
  return is_core_agent(site.agent) ? core_name(core_of(site.agent)) : agent_name(site.agent);
}

std::string pipe_text(const AccessSite& site) {
  if (site.agent >= kAgentCount || !is_core_agent(site.agent)) return "";
  return std::string(name(pipe_of(site.agent)));
}

std::string anchor(const AccessSite& site) {
  if (site.source.known()) return text_of(site.source);
  return site.op.known() ? text_of(site.op) : core_text(site);
}

std::string task_label(const AccessSite& site) {
  const std::string number = fmt::format("task {}", site.task_index);
  if (site.task.empty() || site.task_index == kNoTask || site.task == number) return site.task;
  return fmt::format("{} ({})", site.task, number);
}

}  // namespace npusim::analysis
