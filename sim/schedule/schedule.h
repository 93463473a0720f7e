// SPDX-License-Identifier: Apache-2.0
// A schedule: the value of every choice that the hardware was free to make in one run. A seed gives
// all of them; deviations replace single ones. Its text form is a table entry, a command-line
// argument and a file:
//
//   s6:seed=7
//   s6:calm;ScalarStore@AIV3.S/12=40;DmaLatency@AIC0.MTE2/3-5=200
//
//   s6          revision of the model that the choices belong to (kModelRevision)
//   seed=N      what the seed gives; 1 if nothing is said
//   calm        instead of a seed: every choice takes its smallest value, so nothing is late
//   KIND@AGENT/ORDINAL=VALUE    one choice; ORDINAL may be a range FIRST-LAST
//
// In a file, newlines separate as ';' does, and '#' starts a comment. A value is a number of cycles
// for latencies; it may be larger than what a seed would choose, because nothing bounds how late
// the hardware may be.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "models/arch/choice_source.h"

namespace npusim {

/// Raise it with every change of models/ or pto/ after which a seed or an ordinal means something
/// else. tests/sim/schedule/model_revision_test.py fails when that has been forgotten.
inline constexpr unsigned kModelRevision = 6;

/// What a choice is about.
struct ChoiceName {
  ChoiceKind kind = ChoiceKind::FrontEnd;
  AgentId agent = 0;
  std::uint64_t ordinal = 0;  ///< counts the choices of this kind by this agent from 0
  friend auto operator<=>(const ChoiceName&, const ChoiceName&) = default;
};

struct Schedule {
  std::uint64_t seed = 1;
  bool calm = false;  ///< the deviations are from the smallest values; the seed does not matter
  std::map<ChoiceName, std::uint64_t> deviations;
  friend bool operator==(const Schedule&, const Schedule&) = default;
};

/// "ScalarStore@AIV3.S/12"
std::string to_string(const ChoiceName& name);

/// The text form on one line; parse_schedule(to_string(s)) == s.
std::string to_string(const Schedule& schedule);

/// Reads the text form. `source` is what errors call it. Throws InputError, also for a schedule of
/// another model revision.
Schedule parse_schedule(std::string_view text, const std::string& source = "schedule");

/// The schedule that `--schedule` names: a text form, or a file that holds one.
/// Throws InputError.
Schedule schedule_from(const std::string& text_or_file);

}  // namespace npusim
