// SPDX-License-Identifier: Apache-2.0
#include "session/trace/endless_blocks.h"

#include <algorithm>

namespace npusim::session {

void EndlessBlocks::on_instruction(const InstructionEvent& event) {
  const auto pipe = pipes_.find(event.agent);
  if (pipe != pipes_.end()) ++pipe->second.instructions.all;
}

void EndlessBlocks::on_sync(const SyncEvent& event) {
  if (event.kind != SyncKind::TaskStart && event.kind != SyncKind::TaskEnd) {
    return add_mark(event.agent);
  }
  for (unsigned i = 0; i < kPipeCount; ++i) {
    const AgentId agent = agent_of(core_of(event.agent), static_cast<npusim::Pipe>(i));
    pipes_.erase(agent);
    if (event.kind == SyncKind::TaskStart) pipes_.emplace(agent, Pipe{event.block, {}, {}});
  }
}

std::map<AgentId, EndlessBlocks::Pipe> EndlessBlocks::pipes() const {
  constexpr std::size_t kAll = 20'000, kLeast = 20;  // of all pipes together, and of one
  std::map<AgentId, Pipe> pipes = pipes_;
  for (auto& [agent, pipe] : pipes) {
    pipe.instructions.kept = pipe.marks.kept = std::max(kAll / pipes.size(), kLeast);
  }
  return pipes;
}

}  // namespace npusim::session
