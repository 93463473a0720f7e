// SPDX-License-Identifier: Apache-2.0
#include "session/trace/why_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "analysis/describe/site_text.h"

namespace npusim::session {
namespace {

using analysis::LineageItem;
using analysis::LineageRange;
using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxNames = 20;  ///< inputs that are listed

/// "x[8, 0:64]", "UB[0, 256) of AIV 3 (96 bytes)" where it is not all of the stretch.
std::string text_of(const LineageRange& read) {
  std::string text = analysis::text_of(read.range);
  if (read.range.space != MemSpace::GM) text += " of " + core_name(read.core);
  if (read.bytes == read.range.end - read.range.begin) return text;
  return fmt::format("{} ({} bytes)", text, read.bytes);
}

std::string instruction_text(const LineageItem& item) {
  const analysis::AccessSite& site = item.site;
  std::string text = fmt::format("#{} {}", item.number, text_of(site.op));
  if (site.source.known()) text += " at " + text_of(site.source);
  text += fmt::format("  [{}", core_text(site));
  if (const std::string pipe = pipe_text(site); !pipe.empty()) text += " " + pipe;
  if (site.task_index != kNoTask) {
    text += fmt::format(", {} block {}", analysis::task_label(site), site.block);
  }
  return text + fmt::format(", cycle {}]", site.cycle);
}

std::string item_text(const LineageItem& item) {
  switch (item.kind) {
    case LineageItem::Kind::Input:
      return text_of(item.read) + ": initial contents, nobody wrote it before";
    case LineageItem::Kind::Unwritten:
      return text_of(item.read) + ": nobody wrote it before";
    case LineageItem::Kind::Instruction:
      break;
  }
  return fmt::format("{}{} <- {}{}{}", text_of(item.read),
                     item.in_register ? ", by a register" : "", instruction_text(item),
                     item.undefines ? ", which leaves it undefined" : "",
                     item.shown_before ? ", as above" : "");
}

void add_lines(const std::vector<LineageItem>& items, std::size_t left_out,
               const std::string& indent, std::string& text) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool last = i + 1 == items.size() && left_out == 0;
    text += indent + (last ? "└─ " : "├─ ") + item_text(items[i]) + "\n";
    add_lines(items[i].sources, items[i].sources_left_out, indent + (last ? "   " : "│  "), text);
  }
  if (left_out > 0) {
    text += fmt::format("{}└─ and {} more\n", indent, left_out);
  }
}

std::vector<std::string> names_of(const std::vector<LineageRange>& ranges) {
  std::vector<std::string> names;
  for (const LineageRange& range : ranges) names.push_back(text_of(range));
  return names;
}

std::string names_text(const std::vector<LineageRange>& ranges) {
  const std::vector<std::string> names = names_of(ranges);
  if (names.empty()) return "none";
  const auto shown = static_cast<std::ptrdiff_t>(std::min(names.size(), kMaxNames));
  std::string text = fmt::format("{}", fmt::join(names.begin(), names.begin() + shown, ", "));
  if (names.size() > kMaxNames) text += fmt::format(" and {} more", names.size() - kMaxNames);
  return text;
}

/// As many digits as the type has.
std::string number_text(DType type, double value) {
  const bool small_float =
      type == DType::FLOAT32 || type == DType::FLOAT16 || type == DType::BFLOAT16;
  return small_float ? fmt::format("{}", static_cast<float>(value)) : fmt::format("{}", value);
}

std::string value_text(const WhyAnswer& answer) {
  if (!answer.value) return "";
  const std::string text = " = " + number_text(answer.dtype, *answer.value);
  if (!answer.golden) return text;
  return text + (answer.same_bits ? ", as the golden"
                                  : ", golden " + number_text(answer.dtype, *answer.golden));
}

Json item_json(const LineageItem& item) {
  const analysis::AccessSite& site = item.site;
  Json json = {{"range", text_of(item.read)}};
  if (item.kind != LineageItem::Kind::Instruction) {
    json["kind"] = item.kind == LineageItem::Kind::Input ? "input" : "unwritten";
    return json;
  }
  json["kind"] = "instruction";
  json["number"] = item.number;
  json["op"] = text_of(site.op);
  json["source"] = text_of(site.source);
  json["core"] = core_text(site);
  json["pipe"] = pipe_text(site);
  json["task"] = site.task;
  json["task_number"] =
      site.task_index == kNoTask ? std::int64_t{-1} : std::int64_t{site.task_index};
  json["block"] = site.block;
  json["cycle"] = site.cycle;
  json["in_register"] = item.in_register;
  json["undefined"] = item.undefines;
  json["shown_before"] = item.shown_before;
  json["sources"] = Json::array();
  for (const LineageItem& source : item.sources) json["sources"].push_back(item_json(source));
  json["sources_left_out"] = item.sources_left_out;
  return json;
}

Json number_json(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

}  // namespace

std::string why_text(const WhyAnswer& answer) {
  std::string text =
      fmt::format("{} ({}){}\n", answer.elements, name(answer.dtype), value_text(answer));
  add_lines(answer.tree.writers, answer.tree.writers_left_out, "", text);
  text += fmt::format("\ninstructions: {}\ninputs: {}\n", answer.tree.instructions,
                      names_text(answer.tree.inputs));
  if (!answer.tree.unwritten.empty()) {
    text += fmt::format("read before anybody wrote it: {}\n", names_text(answer.tree.unwritten));
  }
  for (const std::string& note : answer.notes) text += "note: " + note + "\n";
  return text;
}

std::string why_json(const WhyAnswer& answer) {
  Json json = {{"trace", answer.trace},
               {"elements", answer.elements},
               {"dtype", name(answer.dtype)},
               {"value", number_json(answer.value)},
               {"golden", number_json(answer.golden)},
               {"same_bits", answer.same_bits}};
  json["writers"] = Json::array();
  for (const LineageItem& item : answer.tree.writers) json["writers"].push_back(item_json(item));
  json["writers_left_out"] = answer.tree.writers_left_out;
  json["instructions"] = answer.tree.instructions;
  json["inputs"] = names_of(answer.tree.inputs);
  json["unwritten"] = names_of(answer.tree.unwritten);
  json["notes"] = answer.notes;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace npusim::session
