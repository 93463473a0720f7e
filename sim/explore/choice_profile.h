// SPDX-License-Identifier: Apache-2.0
// What one run chose, and for which instruction each choice was made: what strategies and the
// minimiser know of a program before they deviate.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "models/arch/event_sink.h"
#include "sim/schedule/choice_log.h"

namespace npusim {

/// Choices that are a time: any of them may be longer. The others are orders and contents.
constexpr bool is_delay(ChoiceKind kind) {
  return kind != ChoiceKind::Grant && kind != ChoiceKind::PowerUp;
}

class ChoiceProfile : public EventSink {
 public:
  /// For RunOptions::choices.
  std::vector<MadeChoice> choices;

  unsigned wanted() const override { return kInstructionEvents | kCompletionEvents; }
  void on_instruction(const InstructionEvent& event) override;
  void on_completion(const CompletionEvent& event) override;

  /// The instruction that a choice made earlier or later: the one its agent is executing, or that
  /// its front end is about to issue. None for choices of the runtime.
  std::optional<InstructionEvent> instruction_of(const MadeChoice& choice) const;

  /// Instructions of an agent by start.
  const std::vector<InstructionEvent>& instructions(AgentId agent) const {
    return instructions_[agent];
  }

  /// When everything that an instruction of a pipe reads and writes was done, but for GM stores on
  /// their way. None for scalar instructions and for what never completed.
  std::optional<Cycle> completion(InstructionId instruction) const;

 private:
  std::vector<std::vector<InstructionEvent>> instructions_ =
      std::vector<std::vector<InstructionEvent>>(kAgentCount);
  std::unordered_map<InstructionId, Cycle> completions_;
};

}  // namespace npusim
