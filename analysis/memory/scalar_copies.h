// SPDX-License-Identifier: Apache-2.0
// Undefined values that a library function takes through the scalar unit: the next instruction of
// the call has them. TTRANS and TSCATTER store each element that they load, TROWEXPAND fills a row
// with it; an index of TSCATTER is followed by another load and becomes an address.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "analysis/memory/undefined_values.h"
#include "models/arch/event.h"

namespace npusim::analysis {

class ScalarCopies {
 public:
  using Origin = UndefinedValues::Origin;

  /// Whether a scalar load by this function is followed; it then stays with the core.
  static bool follows(std::string_view function) {
    return function == "TTRANS" || function == "TSCATTER" || function == "TROWEXPAND";
  }
  struct Held {
    Origin origin = UndefinedValues::kNone;
    Site site = nullptr;
    std::string function;
  };
  void load(AgentId agent, Held value) { held_[core_of(agent)] = std::move(value); }

  /// What becomes of the value that the core holds when an instruction starts on it; `stores`: a
  /// scalar store.
  enum class Fate : std::uint8_t { Stays, Copied, Decides };
  struct Taken {
    Fate fate = Fate::Stays;
    Held value;
  };
  bool holds(AgentId agent) const { return held_[core_of(agent)].origin != UndefinedValues::kNone; }
  Taken start(AgentId agent, std::string_view function, bool stores) {
    Held& held = held_[core_of(agent)];
    const Pipe pipe = pipe_of(agent);
    const bool same = function == held.function;
    if (pipe != Pipe::S && !(pipe == Pipe::V && same)) return {};
    const bool copied = same && (stores || pipe == Pipe::V);
    return {copied ? Fate::Copied : Fate::Decides, std::exchange(held, {})};
  }

 private:
  std::array<Held, kCoreCount> held_;
};

}  // namespace npusim::analysis
