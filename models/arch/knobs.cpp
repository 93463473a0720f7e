// SPDX-License-Identifier: Apache-2.0
#include "models/arch/knobs.h"

#include <array>
#include <charconv>
#include <stdexcept>

#include <fmt/format.h>

namespace npusim {
namespace {

constexpr KnobInfo kTable[] = {
#define NPUSIM_KNOB(member, name, values, default_value, source, meaning) \
  {name, values, default_value, source, meaning},
#include "models/arch/knobs.def"
#undef NPUSIM_KNOB
};

constexpr std::int64_t Knobs::*kMembers[] = {
#define NPUSIM_KNOB(member, name, values, default_value, source, meaning) &Knobs::member,
#include "models/arch/knobs.def"
#undef NPUSIM_KNOB
};

std::size_t index_of(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kTable); ++i) {
    if (kTable[i].name == name) return i;
  }
  throw std::invalid_argument(
      fmt::format("unknown knob '{}'; 'npusim list knobs' shows all of them", name));
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

}  // namespace

Knobs::Knobs() {
  for (const KnobInfo& knob : kTable) set(knob.name, knob.default_value);
}

void Knobs::set(std::string_view name, std::string_view value) {
  const std::size_t i = index_of(name);
  const std::string_view values = kTable[i].values;
  bool ok = false;
  std::int64_t parsed = 0;
  if (is_range(values)) {
    parsed = parse_integer(value, ok);
    const auto [lo, hi] = limits(values);
    ok = ok && parsed >= lo && parsed <= hi;
  } else {
    parsed = enumeration_index(values, value);
    ok = parsed >= 0;
  }
  if (!ok) {
    throw std::invalid_argument(fmt::format("knob {} takes {}, not '{}'", name, values, value));
  }
  this->*kMembers[i] = parsed;
}

std::string Knobs::get(std::string_view name) const {
  const std::size_t i = index_of(name);
  const std::int64_t value = this->*kMembers[i];
  if (is_range(kTable[i].values)) return std::to_string(value);
  return std::string(enumeration_name(kTable[i].values, value));
}

std::span<const KnobInfo> Knobs::table() { return kTable; }

}  // namespace npusim
