// SPDX-License-Identifier: Apache-2.0
#include "analysis/memory/memory_check.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/describe/fault_table.h"
#include "analysis/describe/names.h"
#include "analysis/describe/queue_ring.h"
#include "models/arch/span_runs.h"

namespace npusim::analysis {
void MemoryCheck::on_access(const AccessEvent& event) {
  if (event.space == MemSpace::UB) {
    if (event.span.end() > kUbScratchBegin) scratch_.on_access(event);
    return;
  }
  if (event.space != MemSpace::GM || !is_core_agent(event.agent) || buffers_.empty()) return;
  // Whole lines are the cache's business, not the program's.
  if (event.path == AccessPath::CacheFill || event.path == AccessPath::WriteBack) return;
  check_gm(event);
}

void MemoryCheck::check_gm(const AccessEvent& event) {
  const Span& span = event.span;
  const std::uint64_t begin = span.lowest(), end = span.end();
  const TaskIndex task = instructions_[event.agent].block.task;
  for (const Window& window : windows_[event.agent].known) {
    if (window.task == task && begin >= window.begin && end <= window.end) return;
  }
  for_each_run(span, [&](std::uint64_t at) { check_run(event, at, at + span.run_bytes); });
}

void MemoryCheck::check_run(const AccessEvent& event, std::uint64_t begin, std::uint64_t end) {
  const CurrentInstruction& instruction = instructions_[event.agent];
  const auto does = [&] {
    return fmt::format("{} {}", op_text(instruction.opcode, instruction.tile_op),
                       writes(event.kind) ? "writes" : "reads");
  };
  const TaskIndex task = instruction.block.task;
  const BufferMap::Buffer* const buffer = buffers_.find(begin, task);
  if (buffer == nullptr || end > buffer->end()) {
    add("out-of-bounds", "mem.in_bounds", event,
        fmt::format(
            "{} {}: {} bytes at {}", does(),
            text_of(buffers_.range_of(
                MemSpace::GM, contiguous(begin, static_cast<std::uint32_t>(end - begin)), task)),
            end - begin, nearest(begin)),
        "keep the index inside the tensor, or cut the valid size of the tile");
    return;
  }
  if (buffer->released) {
    const BufferMap::Buffer* const now = buffers_.find(begin);
    add("use-after-release", "runtime.heap_reuse", event,
        fmt::format("{} {} after the runtime {}", does(), buffer->name,
                    now == buffer ? "released it for reuse"
                                  : fmt::format("gave its memory to {}", now->name)),
        "make the task a consumer of the tensor, or close its scope later");
    return;
  }
  if (!is_argument(task, begin, end)) {
    add("out-of-bounds", "mem.in_bounds", event,
        fmt::format("{} {}, which is no argument of {}", does(), buffer->name, tasks_.name(task)),
        "keep the index inside the task's own tensors, or pass the tensor to the task");
    return;
  }
  Windows& windows = windows_[event.agent];
  windows.known[windows.next++ % windows.known.size()] = {task, buffer->address, buffer->end()};
}

/// A task that was not described may use everything.
bool MemoryCheck::is_argument(TaskIndex task, std::uint64_t begin, std::uint64_t end) const {
  const TaskDescription* const description = tasks_.find(task);
  if (description == nullptr) return true;
  return std::any_of(description->arguments.begin(), description->arguments.end(),
                     [&](const TaskArgument& argument) {
                       return begin >= argument.buffer_address &&
                              end <= argument.buffer_address + argument.buffer_bytes;
                     });
}

std::string MemoryCheck::nearest(std::uint64_t address) const {
  if (const BufferMap::Buffer* inside = buffers_.find(address)) {
    return fmt::format("{}, of which {} bytes are left", inside->name, inside->end() - address);
  }
  for (std::uint64_t back = 64; back <= std::uint64_t{1} << 20; back *= 2) {
    if (const BufferMap::Buffer* below = buffers_.find(address - back)) {
      return fmt::format("{} bytes beyond the end of {}", address - below->end(), below->name);
    }
    if (const BufferMap::Buffer* above = buffers_.find(address + back)) {
      return fmt::format("{} bytes before {}", above->address - address, above->name);
    }
  }
  return fmt::format("GM {:#x}, far from every tensor", address);
}

void MemoryCheck::add(const char* hazard, const char* rule, const AccessEvent& event,
                      std::string message, std::string fix) {
  const CurrentInstruction& instruction = instructions_[event.agent];
  list_.add(hazard, event.space, instruction.site, instruction.opcode, 0, [&] {
    Finding finding;
    finding.check = "mem";
    finding.hazard = hazard;
    finding.space = name(event.space);
    finding.first = instructions_.site_of(event, buffers_, tasks_, sources_);
    finding.message = std::move(message);
    finding.fix =
        is_queue_access(finding.first) ? with_ring_remedy(std::move(fix)) : std::move(fix);
    rest_on(finding, rule);
    return finding;
  });
}

void MemoryCheck::on_fault(const FaultEvent& event) {
  const FaultInfo& fault = info(event.kind);
  if (fault.check != "mem") return;
  list_.add(fault.hazard, event.space, event.site, 0, 1, [&] {
    Finding finding = finding_of(event);
    finding.first = place_of(event.agent, event.block, tasks_);
    const CurrentInstruction& instruction = instructions_[event.agent];
    if (event.instruction != 0 && instruction.instruction == event.instruction) {
      set_instruction(finding.first, sources_, event.site, instruction.opcode, instruction.tile_op);
    } else {
      set_source(finding.first, sources_, event.site);
    }
    finding.first.cycle = event.cycle;
    if (event.span.run_bytes > 0) {
      finding.space = name(event.space);
      finding.first.range = buffers_.range_of(event.space, event.span, event.block.task);
      finding.first.is_write = event.is_write;
    }
    return finding;
  });
}

std::vector<Finding> MemoryCheck::findings() const {
  std::vector<Finding> all = list_.findings();
  all.insert(all.end(), scratch_.findings().begin(), scratch_.findings().end());
  return all;
}

}  // namespace npusim::analysis
