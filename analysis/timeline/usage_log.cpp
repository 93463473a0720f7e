// SPDX-License-Identifier: Apache-2.0
#include "analysis/timeline/usage_log.h"

#include <algorithm>

namespace npusim::analysis {

void UsageLog::on_instruction(const InstructionEvent& event) {
  // Pipe S reports no completions; what its accesses move counts at once.
  if (is_core_agent(event.agent) && pipe_of(event.agent) == Pipe::S) return;
  running_[event.instruction] = {event.cycle, 0, 0};
}

void UsageLog::on_access(const AccessEvent& event) {
  // A cached access moves nothing: its line's fill and write-back do.
  if (event.space != MemSpace::GM || event.path == AccessPath::Cached) return;
  const std::uint64_t bytes = event.span.total_bytes();
  const bool reads = !writes(event.kind);
  const auto running = running_.find(event.instruction);
  if (running == running_.end()) {
    series_.spread(reads ? kRead : kWritten, bytes, event.cycle, event.cycle);
    return;
  }
  (reads ? running->second.read : running->second.written) += bytes;
}

void UsageLog::on_completion(const CompletionEvent& event) {
  const auto running = running_.find(event.instruction);
  if (running == running_.end()) return;
  const Running& instruction = running->second;
  if (instruction.read > 0) series_.spread(kRead, instruction.read, instruction.start, event.cycle);
  if (instruction.written > 0) {
    series_.spread(kWritten, instruction.written, instruction.start, event.cycle);
  }
  if (is_core_agent(event.agent)) {
    Cycle& busy_until = busy_until_[event.agent];
    series_.add_cycles(static_cast<std::size_t>(pipe_of(event.agent)),
                       std::max(instruction.start, busy_until), event.cycle);
    busy_until = std::max(busy_until, event.cycle);
  }
  running_.erase(running);
}

UsageOverTime UsageLog::usage() const {
  UsageOverTime usage;
  usage.bucket_cycles = series_.bucket_cycles();
  for (std::size_t pipe = 0; pipe < kPipeCount; ++pipe) {
    usage.busy[pipe] = series_.buckets(pipe);
  }
  usage.gm_read = series_.buckets(kRead);
  usage.gm_written = series_.buckets(kWritten);
  return usage;
}

}  // namespace npusim::analysis
