// SPDX-License-Identifier: Apache-2.0
// Knobs select among readings of the hardware (design: rules and knobs). One table, knobs.def.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace npusim {

/// One row of the table, as people see it.
struct KnobInfo {
  std::string_view name;
  std::string_view values;
  std::string_view default_value;
  std::string_view source;
  std::string_view meaning;
};

/// An integer for each of the task runtime's four rings.
using RingValues = std::array<std::int64_t, 4>;

/// The value of every knob: an enumeration's index, or the integer itself.
struct Knobs {
#define NPUSIM_KNOB(member, name, values, default_value, source, meaning) std::int64_t member;
#define NPUSIM_RING_KNOB(member, name, values, default_value, source, meaning) RingValues member;
#include "models/arch/knobs.def"
#undef NPUSIM_KNOB

  /// All defaults.
  Knobs();

  /// Sets one knob from text. A knob of the rings takes one value for all, or four with commas.
  /// Throws std::invalid_argument naming the knob, what it takes and what was given.
  void set(std::string_view name, std::string_view value);

  /// The value as text, as `set` takes it. Throws std::invalid_argument for an unknown name.
  std::string get(std::string_view name) const;

  /// The rows of knobs.def, in order.
  static std::span<const KnobInfo> table();
};

// Indices of enumerated values, in the order of knobs.def.
enum class Interlock { None, Repeat };
enum class StoreVisible { AtFence, AtFlag };
enum class SecondSet { Counts, Waits };
enum class PowerUp { Zero, Poison, Random };
enum class RuntimePolicy { Base, Later };
enum class Numerics { Reference, Hardware };
enum class L1LoadTiming { Hill, Flat };
enum class DmaTiming { Overlap, Serial };
enum class MaskWrite { Drains, Overlaps };
enum class NanMinMax { Compare, Propagate, Number };

}  // namespace npusim
