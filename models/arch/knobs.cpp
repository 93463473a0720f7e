// SPDX-License-Identifier: Apache-2.0
#include "models/arch/knobs.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/arch/near_names.h"

namespace npusim {
namespace {

constexpr KnobInfo kTable[] = {
#define NPUSIM_KNOB(member, name, values, default_value, source, meaning) \
  {name, values, default_value, source, meaning},
#include "models/arch/knobs.def"
#undef NPUSIM_KNOB
};

using Member = std::variant<std::int64_t Knobs::*, RingValues Knobs::*>;
constexpr Member kMembers[] = {
#define NPUSIM_KNOB(member, name, values, default_value, source, meaning) &Knobs::member,
#include "models/arch/knobs.def"
#undef NPUSIM_KNOB
};

std::size_t index_of(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kTable); ++i) {
    if (kTable[i].name == name) return i;
  }
  std::vector<std::string_view> known;
  for (const KnobInfo& knob : kTable) known.push_back(knob.name);
  throw std::invalid_argument(
      fmt::format("unknown knob '{}'{}; 'npusim list knobs' shows all of them", name,
                  did_you_mean(name, known)));
}

bool is_range(std::string_view values) { return values.find("..") != std::string_view::npos; }

std::int64_t parse_integer(std::string_view text, bool& ok) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  ok = error == std::errc{} && end == text.data() + text.size();
  return value;
}

/// lo and hi of "lo..hi unit".
std::array<std::int64_t, 2> limits(std::string_view values) {
  const auto dots = values.find("..");
  const auto space = values.find(' ');
  bool ok = false;
  return {parse_integer(values.substr(0, dots), ok),
          parse_integer(values.substr(dots + 2, space - dots - 2), ok)};
}

std::int64_t enumeration_index(std::string_view values, std::string_view value) {
  std::int64_t index = 0;
  while (true) {
    const auto bar = values.find('|');
    if (values.substr(0, bar) == value) return index;
    if (bar == std::string_view::npos) return -1;
    values.remove_prefix(bar + 1);
    ++index;
  }
}

std::string_view enumeration_name(std::string_view values, std::int64_t index) {
  for (; index > 0; --index) values.remove_prefix(values.find('|') + 1);
  return values.substr(0, values.find('|'));
}

/// Throws std::invalid_argument if `value` is none of the knob's.
std::int64_t parsed_value(const KnobInfo& knob, std::string_view value) {
  bool ok = false;
  std::int64_t parsed = 0;
  if (is_range(knob.values)) {
    parsed = parse_integer(value, ok);
    const auto [lo, hi] = limits(knob.values);
    ok = ok && parsed >= lo && parsed <= hi;
  } else {
    parsed = enumeration_index(knob.values, value);
    ok = parsed >= 0;
  }
  if (!ok) {
    throw std::invalid_argument(
        fmt::format("knob {} takes {}, not '{}'", knob.name, knob.values, value));
  }
  return parsed;
}

RingValues parsed_rings(const KnobInfo& knob, std::string_view text) {
  RingValues rings;
  if (text.find(',') == std::string_view::npos) {
    rings.fill(parsed_value(knob, text));
    return rings;
  }
  for (std::size_t ring = 0; ring < rings.size(); ++ring) {
    const auto comma = text.find(',');
    if ((comma == std::string_view::npos) != (ring + 1 == rings.size())) {
      throw std::invalid_argument(
          fmt::format("knob {} takes one value, or {} with commas", knob.name, rings.size()));
    }
    rings[ring] = parsed_value(knob, text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return rings;
}

}  // namespace

Knobs::Knobs() {
  for (const KnobInfo& knob : kTable) set(knob.name, knob.default_value);
}

void Knobs::set(std::string_view name, std::string_view value) {
  const std::size_t i = index_of(name);
  if (const auto* const rings = std::get_if<RingValues Knobs::*>(&kMembers[i])) {
    this->** rings = parsed_rings(kTable[i], value);
  } else {
    this->*std::get<std::int64_t Knobs::*>(kMembers[i]) = parsed_value(kTable[i], value);
  }
}

std::string Knobs::get(std::string_view name) const {
  const std::size_t i = index_of(name);
  if (const auto* const member = std::get_if<RingValues Knobs::*>(&kMembers[i])) {
    const RingValues& rings = this->**member;
    const bool equal = std::equal(rings.begin() + 1, rings.end(), rings.begin());
    return equal ? std::to_string(rings[0]) : fmt::format("{}", fmt::join(rings, ","));
  }
  const std::int64_t value = this->*std::get<std::int64_t Knobs::*>(kMembers[i]);
  if (is_range(kTable[i].values)) return std::to_string(value);
  return std::string(enumeration_name(kTable[i].values, value));
}

std::span<const KnobInfo> Knobs::table() { return kTable; }

}  // namespace npusim
