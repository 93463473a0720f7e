// SPDX-License-Identifier: Apache-2.0
#include "session/list/explanation.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "analysis/result/check_table.h"
#include "analysis/result/exit_status.h"
#include "cce/port/opcode.h"
#include "models/arch/contested_rules.h"
#include "models/arch/knobs.h"
#include "models/arch/rules.h"
#include "models/scheduler/runtime_error.h"
#include "session/list/listing.h"

namespace npusim::session {
namespace {

constexpr std::size_t kWidth = 96;

struct HazardInfo {
  std::string_view name, title, meaning;
};

constexpr HazardInfo kHazards[] = {
#define NPUSIM_HAZARD(name, title, meaning) {name, title, meaning},
#include "analysis/result/hazards.def"
#undef NPUSIM_HAZARD
};

/// "source: tile-isa.md 1.2 (docs/spec/tile-isa.md)": where a user finds the specification.
std::string source_line(std::string_view source) {
  std::string line = fmt::format("source: {}", source);
  for (const std::string_view spec :
       {"tile-isa", "task-runtime", "numerics", "intrinsics", "compressor"}) {
    if (source.find(fmt::format("{}.md", spec)) != std::string_view::npos) {
      line += fmt::format("\n  {0}.md is docs/spec/{0}.md", spec);
    }
  }
  return line + "\n";
}

/// Both sides of a contested rule; empty for other rules.
std::string readings_text(std::string_view id) {
  const ContestedRule* const rule = find_contested(id);
  if (rule == nullptr) return "";
  std::string text;
  for (const Reading& reading : {rule->strict, rule->loose}) {
    text += "\n" + wrapped(fmt::format("{}={}: {} ({})", rule->knob, reading.value, reading.says,
                                       reading.source),
                           0, kWidth);
  }
  return text;
}

std::string text_of(const RuleInfo& rule) {
  return fmt::format("rule {} ({})\n\n{}\n{}{}", rule.id, rule.certainty,
                     wrapped(rule.statement, 0, kWidth), source_line(rule.source),
                     readings_text(rule.id));
}

std::string text_of(const analysis::CheckInfo& check) {
  return fmt::format("check {}: {}\n\n{}\nexit status of a run with such a finding: {}\n{}\n",
                     check.id, check.title, wrapped(check.finds, 0, kWidth),
                     static_cast<int>(check.exit_status),
                     check.selectable ? "on by default; --checks chooses" : "always on");
}

std::string text_of(const KnobInfo& knob) {
  return fmt::format(
      "knob {}: {}, by default {}\n\n{}\nset with --set {}=VALUE, or under \"knobs\" in "
      "data.json\n{}",
      knob.name, knob.values, knob.default_value, wrapped(knob.meaning, 0, kWidth), knob.name,
      source_line(knob.source));
}

std::string text_of(const isa::OpcodeInfo& opcode) {
  return fmt::format("instruction {} of pipe {}\n\nelement types: {}\nwhat it does: {}\n{}",
                     opcode.name, name(opcode.pipe), opcode.dtypes, opcode.arithmetic,
                     source_line(opcode.source));
}

std::string text_of(std::string_view tile_op) {
  return fmt::format(
      "tile instruction {}\n\nA function of the tile library: a report names it, and beside it the "
      "hardware\ninstruction that it issued. `npusim list ops` shows both kinds.\n",
      tile_op);
}

std::string text_of(const HazardInfo& hazard) {
  return fmt::format("hazard {}: {}\n\n{}\n", hazard.name, hazard.title,
                     wrapped(hazard.meaning, 0, kWidth));
}

std::string text_of(const analysis::ExitStatusInfo& status) {
  return fmt::format(
      "exit status {}: {}\n\nWhen several hold, the first of 70, 68, 67, 66, 1 counts.\n",
      static_cast<int>(status.status), status.meaning);
}

/// As the report of a stall gives them.
struct HostCode {
  int code;
};
constexpr HostCode kHostCodes[] = {
    {kAicpuException}, {kStreamTimeout}, {kAicoreTimeout}, {kVectorCoreTimeout}};

std::string text_of(const HostCode& host) {
  return fmt::format(
      "host code {}: {}\n\nWhat the host program is told when the device gives up. "
      "The report says beside it what each agent waits for.\n",
      host.code, describe_host_code(host.code));
}

using enum OrchestratorError;
constexpr OrchestratorError kOrchestratorErrors[] = {
    ScopeDeadlock,      HeapRingDeadlock,        FlowControlDeadlock, DepPoolOverflow,
    InvalidArgs,        RequireSyncStartInvalid, TensorWaitTimeout,   ExplicitFatal,
    ScopeTasksOverflow, TensorMapOverflow};

std::string text_of(OrchestratorError error) {
  return fmt::format("orchestrator code {}: {}\n\nThe runtime gives up with it; {}",
                     static_cast<int>(error), describe(error), source_line("task-runtime.md 3.6"));
}

/// As the report of a stall gives it.
struct SchedulerCode {
  int code;
};
constexpr SchedulerCode kSchedulerCodes[] = {{kSchedulerTimeout}};

std::string text_of(const SchedulerCode& scheduler) {
  return fmt::format(
      "scheduler code {}: a scheduler thread saw no progress\n\nThe report says beside it what "
      "each agent waits for; {}",
      scheduler.code, source_line("task-runtime.md 3.6"));
}

std::string upper(std::string_view word) {
  std::string result(word);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

/// The text of the rows that `matches`, each after a blank line.
template <typename Rows, typename Matches>
void add(std::string& text, const Rows& rows, const Matches& matches) {
  for (const auto& row : rows) {
    if (!matches(row)) continue;
    if (!text.empty()) text += "\n";
    text += text_of(row);
  }
}

/// Whether `word` stands in `text` as a word: "set_flag" in "a set_flag that", not in
/// "reset_flags".
bool mentions(std::string_view text, std::string_view word) {
  const auto ends_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_';
  };
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || ends_word(text[at - 1])) && (end == text.size() || ends_word(text[end]))) {
      return true;
    }
  }
  return false;
}

/// What rules and knobs say of a word that is none of theirs, such as an intrinsic's name.
std::string mentions_of(std::string_view word) {
  std::string text;
  if (word.size() < 3) return text;
  add(text, rules(), [&](const RuleInfo& rule) { return mentions(rule.statement, word); });
  add(text, Knobs::table(), [&](const KnobInfo& knob) { return mentions(knob.meaning, word); });
  return text;
}

std::optional<int> as_number(std::string_view word) {
  int value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string explanation_of(std::string_view word) {
  std::string text;
  add(text, rules(), [&](const RuleInfo& rule) { return rule.id == word; });
  add(text, analysis::checks(), [&](const analysis::CheckInfo& check) { return check.id == word; });
  add(text, Knobs::table(), [&](const KnobInfo& knob) {
    // As --set takes it.
    return knob.name == word.substr(0, word.find('='));
  });
  add(text, isa::kOpcodes, [&](const isa::OpcodeInfo& opcode) { return opcode.name == word; });
  add(text, tile_ops(), [&](std::string_view op) { return op == upper(word); });
  add(text, kHazards,
      [&](const HazardInfo& hazard) { return hazard.name == word || hazard.name == upper(word); });
  const std::optional<int> number = as_number(word);
  add(text, analysis::kExitStatuses, [&](const analysis::ExitStatusInfo& status) {
    return number && static_cast<int>(status.status) == *number;
  });
  add(text, kOrchestratorErrors,
      [&](OrchestratorError error) { return number && static_cast<int>(error) == *number; });
  add(text, kSchedulerCodes,
      [&](const SchedulerCode& scheduler) { return number && scheduler.code == *number; });
  add(text, kHostCodes, [&](const HostCode& host) { return number && host.code == *number; });
  return text.empty() && !number ? mentions_of(word) : text;
}

std::vector<std::string_view> explained_words() {
  std::vector<std::string_view> words;
  for (const RuleInfo& rule : rules()) words.push_back(rule.id);
  for (const analysis::CheckInfo& check : analysis::checks()) words.push_back(check.id);
  for (const KnobInfo& knob : Knobs::table()) words.push_back(knob.name);
  for (const isa::OpcodeInfo& opcode : isa::kOpcodes) words.push_back(opcode.name);
  for (const std::string_view op : tile_ops()) words.push_back(op);
  for (const HazardInfo& hazard : kHazards) words.push_back(hazard.name);
  return words;
}

}  // namespace npusim::session
