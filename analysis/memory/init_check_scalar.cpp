// SPDX-License-Identifier: Apache-2.0
// Undefined values that pass through the scalar unit.
#include "analysis/describe/names.h"
#include "analysis/memory/init_check.h"
#include "cce/port/opcode.h"

namespace npusim::analysis {
namespace {

constexpr const char* kDecides =
    "a scalar load at {}: addresses and branches may depend on the value";

std::string function_of(const SourceLookup& sources, Site site, std::uint16_t tile_op) {
  if (tile_op != 0) return std::string(tile_op_name(tile_op));
  return site == nullptr ? "" : sources.locate(site).library_call;
}

}  // namespace

void InitCheck::decides(Origin origin, std::string_view what, Site site) {
  values_.decides(origin, what, [&] { return source_text(sources_, site); });
}

void InitCheck::scalar_load(const AccessEvent& event, Origin origin) {
  const CurrentInstruction& instruction = instructions_[event.agent];
  std::string function = function_of(sources_, instruction.site, instruction.tile_op);
  if (event.space != MemSpace::UB || !ScalarCopies::follows(function)) {
    return decides(origin, kDecides, instruction.site);
  }
  copies_.load(event.agent, {origin, instruction.site, std::move(function)});
}

void InitCheck::on_instruction(const InstructionEvent& event, const OrderModel::Start&) {
  settle();
  if (!is_core_agent(event.agent) || !copies_.holds(event.agent)) return;
  const bool stores = event.opcode == static_cast<std::uint16_t>(isa::Opcode::SCALAR_STORE_UB);
  const auto [fate, held] =
      copies_.start(event.agent, function_of(sources_, event.site, event.tile_op), stores);
  if (fate == ScalarCopies::Fate::Copied) through_scalar_ = held.origin;
  if (fate == ScalarCopies::Fate::Decides) decides(held.origin, kDecides, held.site);
}

}  // namespace npusim::analysis
