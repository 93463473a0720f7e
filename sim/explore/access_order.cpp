// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/access_order.h"

#include <algorithm>

namespace npusim {
namespace {

const InstructionEvent* find(const ChoiceProfile& run, const RacyAccess& access) {
  for (const InstructionEvent& instruction : run.instructions(access.agent)) {
    if (instruction.instruction == access.instruction) return &instruction;
  }
  return nullptr;
}

bool is_of(const ChoiceProfile& run, const MadeChoice& choice, const RacyAccess& access) {
  if (choice.name.agent != access.agent) return false;
  const auto instruction = run.instruction_of(choice);
  return instruction && instruction->instruction == access.instruction;
}

/// When the last of its bytes landed, from the choices of `kind` by its core up to its own: stores
/// do not land before what is ordered before them, so at most when any of those did. `least`:
/// cycles from the choice to landing at the very least; `base`: without what the schedule adds.
std::optional<Cycle> landed(const ChoiceProfile& run, const RacyAccess& access, ChoiceKind kind,
                            Cycle base, Cycle least) {
  Cycle all = 0;
  std::optional<Cycle> own;
  for (const MadeChoice& choice : run.choices) {
    const AgentId agent = choice.name.agent;
    if (choice.name.kind != kind || !is_core_agent(agent)) continue;
    if (core_of(agent) != core_of(access.agent)) continue;
    all = std::max(all, choice.cycle + std::max(base + choice.value, least));
    if (is_of(run, choice, access)) own = all;
  }
  return own;
}

}  // namespace

std::optional<Cycle> earliest_effect(const ChoiceProfile& run, const RacyAccess& access) {
  const InstructionEvent* const instruction = find(run, access);
  if (instruction == nullptr) return {};
  Cycle earliest = instruction->cycle;
  for (const MadeChoice& choice : run.choices) {
    const ChoiceKind kind = choice.name.kind;
    const bool delays_all = kind == ChoiceKind::DmaLatency || kind == ChoiceKind::PipeStart;
    const bool delays_bytes = kind == ChoiceKind::StoreLanding || kind == ChoiceKind::ScalarStore ||
                              kind == ChoiceKind::LocalLanding;
    if (!delays_all && !(delays_bytes && access.writes)) continue;
    if (is_of(run, choice, access)) {
      // A transfer to GM lands chunk by chunk: the first one counts.
      earliest = std::max(earliest, choice.cycle + choice.value);
      if (delays_bytes) break;
    }
  }
  return earliest;
}

std::optional<Cycle> latest_effect(const ChoiceProfile& run, const RacyAccess& access,
                                   const Knobs& knobs) {
  const InstructionEvent* const instruction = find(run, access);
  if (instruction == nullptr) return {};
  const bool scalar = pipe_of(access.agent) == Pipe::S;
  if (scalar && access.in_gm) return {};
  if (scalar && !access.writes) return instruction->cycle;
  if (scalar) {
    return landed(run, access, ChoiceKind::ScalarStore,
                  static_cast<Cycle>(knobs.ub_scalar_store_latency), 1);
  }
  if (access.in_gm && access.writes) {
    return landed(run, access, ChoiceKind::StoreLanding, static_cast<Cycle>(knobs.gm_store_latency),
                  0);
  }
  return run.completion(access.instruction);
}

AccessOrder order_of(const ChoiceProfile& run, const UnorderedPair& pair, const Knobs& knobs) {
  const auto before = [&](const RacyAccess& a, const RacyAccess& b) {
    const std::optional<Cycle> latest = latest_effect(run, a, knobs);
    const std::optional<Cycle> earliest = earliest_effect(run, b);
    return latest && earliest && *latest < *earliest;
  };
  if (before(pair.first, pair.second)) return AccessOrder::FirstEarlier;
  if (before(pair.second, pair.first)) return AccessOrder::SecondEarlier;
  return AccessOrder::Unknown;
}

}  // namespace npusim
