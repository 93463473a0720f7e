// SPDX-License-Identifier: Apache-2.0
// Listings of the tables: rules, knobs, checks, instructions.
#include <fmt/format.h>

#include "analysis/result/check_table.h"
#include "cce/port/opcode.h"
#include "models/arch/contested_rules.h"
#include "models/arch/knobs.h"
#include "models/arch/rules.h"
#include "models/timing/cost.h"
#include "session/list/listing.h"

namespace npusim::session {
namespace {

constexpr std::string_view kTileOps[] = {
#define NPUSIM_TILE_OP(NAME) #NAME,
#include "pto/tile_op.def"
#undef NPUSIM_TILE_OP
};

std::string_view kind_text(isa::OpcodeKind kind) {
  switch (kind) {
    case isa::OpcodeKind::Lanes:
      return "vector, lane by lane";
    case isa::OpcodeKind::Vector:
      return "vector";
    case isa::OpcodeKind::Transfer:
      return "GM transfer";
    case isa::OpcodeKind::Local:
      return "local move";
    case isa::OpcodeKind::Cube:
      return "matrix product";
    case isa::OpcodeKind::Scalar:
      return "scalar access";
    case isa::OpcodeKind::Aicpu:
      return "orchestration";
  }
  return "";
}

analysis::TextTable tile_op_table() {
  analysis::TextTable table{{{"tile instruction"}}, {}};
  for (const std::string_view op : kTileOps) table.rows.push_back({std::string(op)});
  return table;
}

analysis::TextTable opcode_table() {
  analysis::TextTable table{
      {{"instruction"}, {"pipe"}, {"kind"}, {"types"}, {"source"}, {"what it computes"}}, {}};
  for (const isa::OpcodeInfo& opcode : isa::kOpcodes) {
    if (opcode.kind == isa::OpcodeKind::Aicpu) continue;
    table.rows.push_back({std::string(opcode.name), std::string(name(opcode.pipe)),
                          std::string(kind_text(opcode.kind)), std::string(opcode.dtypes),
                          std::string(opcode.source), std::string(opcode.arithmetic)});
  }
  return table;
}

analysis::TextTable cost_listing_table() {
  analysis::TextTable table{{{"what"}, {"cost"}, {"source"}}, {}};
  for (const timing::CostRow& row : timing::cost_table()) {
    table.rows.push_back({std::string(row.name), std::string(row.cost), std::string(row.source)});
  }
  return table;
}

}  // namespace

std::span<const std::string_view> tile_ops() { return kTileOps; }

Listing ops_listing() {
  return {"Instructions",
          "Every other instruction of the ISA compiles and ends the run as inconclusive (exit "
          "status 68) when a kernel reaches it.",
          {{"Tile instructions", "What a kernel calls.", tile_op_table()},
           {"Hardware instructions",
            "What crosses from a kernel into the model. Types are those of the result; what is not "
            "said to convert moves bits.",
            opcode_table()},
           {"Costs", "Cycles of the core clock, without jitter.", cost_listing_table()}}};
}

Listing rules_listing() {
  analysis::TextTable table{{{"rule"}, {"certainty"}, {"source"}, {"statement"}}, {}};
  for (const RuleInfo& rule : rules()) {
    table.rows.push_back({std::string(rule.id), std::string(rule.certainty),
                          std::string(rule.source), std::string(rule.statement)});
  }
  analysis::TextTable contested{{{"rule"}, {"reading"}, {"source"}, {"says"}}, {}};
  for (const ContestedRule& rule : contested_rules()) {
    for (const Reading& reading : {rule.strict, rule.loose}) {
      contested.rows.push_back({std::string(rule.rule),
                                std::string(rule.knob) + "=" + std::string(reading.value),
                                std::string(reading.source), std::string(reading.says)});
    }
  }
  return {"Rules",
          "What the memory and ordering model guarantees and what it does not. Every finding names "
          "the rule it rests on. Certain: read in code or stated by the architecture documents. "
          "Documented: reported with evidence, or assumed by the tools. Contested: sources "
          "disagree, and a knob selects the reading.",
          {{"", "", table, true},
           {"Contested rules",
            "A finding that rests on one is a warning, and an error under the reading that stands "
            "first or with --contested error.",
            contested, true}}};
}

Listing knobs_listing() {
  analysis::TextTable table{{{"knob"}, {"values"}, {"default"}, {"source"}, {"meaning"}}, {}};
  for (const KnobInfo& knob : Knobs::table()) {
    table.rows.push_back({std::string(knob.name), std::string(knob.values),
                          std::string(knob.default_value), std::string(knob.source),
                          std::string(knob.meaning)});
  }
  return {"Knobs",
          "Knobs select among readings of the hardware: `npusim run PROGRAM --set KNOB=VALUE`. A "
          "knob takes one of the names between bars, or a whole number in the range.",
          {{"", "", table, true}}};
}

Listing checks_listing() {
  analysis::TextTable table{
      {{"check"}, {"exit status", analysis::Align::Right}, {"chosen by --checks"}, {"finds"}}, {}};
  for (const analysis::CheckInfo& check : analysis::checks()) {
    table.rows.push_back({std::string(check.id),
                          std::to_string(static_cast<int>(check.exit_status)),
                          check.selectable ? "yes" : "always on", std::string(check.finds)});
  }
  return {"Checks", "What a run is checked for.", {{"", "", table, true}}};
}

}  // namespace npusim::session
