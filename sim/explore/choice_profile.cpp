// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/choice_profile.h"

#include <algorithm>

namespace npusim {
namespace {

/// The last instruction that has started by `cycle`, or before it.
std::optional<InstructionEvent> started(const std::vector<InstructionEvent>& instructions,
                                        Cycle cycle, bool before) {
  const auto after = std::partition_point(
      instructions.begin(), instructions.end(), [&](const InstructionEvent& instruction) {
        return before ? instruction.cycle < cycle : instruction.cycle <= cycle;
      });
  if (after == instructions.begin()) return {};
  return *(after - 1);
}

}  // namespace

void ChoiceProfile::on_instruction(const InstructionEvent& event) {
  instructions_[event.agent].push_back(event);
}

void ChoiceProfile::on_completion(const CompletionEvent& event) {
  completions_[event.instruction] = event.cycle;
}

std::optional<Cycle> ChoiceProfile::completion(InstructionId instruction) const {
  const auto found = completions_.find(instruction);
  if (found == completions_.end()) return {};
  return found->second;
}

std::optional<InstructionEvent> ChoiceProfile::instruction_of(const MadeChoice& choice) const {
  const AgentId agent = choice.name.agent;
  if (!is_core_agent(agent)) return {};
  switch (choice.name.kind) {
    case ChoiceKind::ScalarStore:
    case ChoiceKind::DmaLatency:
    case ChoiceKind::PipeStart:
    case ChoiceKind::LocalLanding:
      return started(instructions_[agent], choice.cycle, false);
    case ChoiceKind::StoreLanding:
    case ChoiceKind::Grant:
      // A transfer never sends anything in the cycle it starts; one that does has just ended.
      return started(instructions_[agent], choice.cycle, pipe_of(agent) != Pipe::S);
    case ChoiceKind::FrontEnd:
    case ChoiceKind::InstructionFetch: {
      // The next instruction that this core issues.
      std::optional<InstructionEvent> next;
      for (unsigned pipe = 0; pipe < kPipeCount; ++pipe) {
        const AgentId peer = agent_of(core_of(agent), static_cast<Pipe>(pipe));
        for (const InstructionEvent& instruction : instructions_[peer]) {
          if (instruction.issue_cycle <= choice.cycle) continue;
          if (!next || instruction.issue_cycle < next->issue_cycle) next = instruction;
          break;
        }
      }
      return next;
    }
    default:
      return {};
  }
}

}  // namespace npusim
