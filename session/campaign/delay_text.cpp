// SPDX-License-Identifier: Apache-2.0
#include "session/campaign/delay_text.h"

#include <fmt/format.h>

#include "analysis/describe/names.h"
#include "session/run/loaded_program.h"
#include "sim/schedule/choice_names.h"

namespace npusim::session {
namespace {

/// What a deviation of each kind does, with {} for the instruction or the agent it is about.
constexpr std::string_view action(ChoiceKind kind) {
  switch (kind) {
    case ChoiceKind::FrontEnd:
      return "delay the issue of {}";
    case ChoiceKind::PipeStart:
      return "delay the start of {}";
    case ChoiceKind::DmaLatency:
      return "delay the transfer of {}";
    case ChoiceKind::StoreLanding:
      return "let the stored bytes of {} land later";
    case ChoiceKind::ScalarStore:
      return "delay the scalar store of {}";
    case ChoiceKind::FlagLatency:
      return "delay a flag that {} sets";
    case ChoiceKind::ColdStart:
      return "delay a block's start on {}";
    case ChoiceKind::Dispatch:
      return "delay a register access between AICPU and {}";
    case ChoiceKind::SchedulerPhase:
      return "delay {}";
    case ChoiceKind::Grant:
      return "rank a request of {} for GM";
    case ChoiceKind::PowerUp:
      return "fill a memory of {} at power-up";
    case ChoiceKind::InstructionFetch:
      return "let the core wait for the code of {}";
    case ChoiceKind::LocalLanding:
      return "let what {} writes land later";
    case ChoiceKind::CrossCoreFlag:
      return "delay a flag to other cores that {} sends";
  }
  return "{}";
}

}  // namespace

std::string delay_sentences(const SharedRun& shared, const RunSettings& settings) {
  const ProfiledRun run = profiled_run(shared, settings);
  std::string text;
  for (const MadeChoice& choice : run.profile.choices) {
    const auto deviation = settings.schedule.deviations.find(choice.name);
    if (deviation == settings.schedule.deviations.end()) continue;
    std::string what = agent_name(choice.name.agent);
    if (const auto instruction = run.profile.instruction_of(choice)) {
      const SourceLocation at = shared.loaded.sources().locate(instruction->site);
      what = fmt::format("{}, {} block {} on {} ({}:{})",
                         analysis::op_text(instruction->opcode, instruction->tile_op),
                         run.tasks.name(instruction->block.task), instruction->block.block,
                         agent_name(choice.name.agent), at.file, at.line);
    }
    text += fmt::format("{}, by at least {} cycles: {}\n",
                        fmt::format(fmt::runtime(action(choice.name.kind)), what),
                        deviation->second, to_string(choice.name));
  }
  return text;
}

}  // namespace npusim::session
