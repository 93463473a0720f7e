// SPDX-License-Identifier: Apache-2.0
// Records the choices of a run: what a strategy needs to know of a run to deviate from it.
#pragma once

#include <functional>
#include <vector>

#include "models/arch/cycle.h"
#include "sim/schedule/schedule.h"

namespace npusim {

struct MadeChoice {
  ChoiceName name;
  std::uint64_t value = 0;
  std::uint64_t bound = 0;
  Cycle cycle = 0;  ///< when it was asked for
};

/// Passes every choice on to `source` and remembers it.
class ChoiceLog : public ChoiceSource {
 public:
  ChoiceLog(ChoiceSource& source, std::vector<MadeChoice>& made, std::function<Cycle()> now)
      : source_(source), made_(made), now_(std::move(now)) {}

  std::uint64_t choose(ChoiceKind kind, AgentId agent, std::uint64_t ordinal,
                       std::uint64_t bound) override {
    const std::uint64_t value = source_.choose(kind, agent, ordinal, bound);
    made_.push_back({{kind, agent, ordinal}, value, bound, now_()});
    return value;
  }

  std::uint64_t choose_rare(ChoiceKind kind, AgentId agent, std::uint64_t ordinal,
                            std::uint64_t per_mille, std::uint64_t most) override {
    const std::uint64_t value = source_.choose_rare(kind, agent, ordinal, per_mille, most);
    made_.push_back({{kind, agent, ordinal}, value, most + 1, now_()});
    return value;
  }

 private:
  ChoiceSource& source_;
  std::vector<MadeChoice>& made_;
  std::function<Cycle()> now_;
};

}  // namespace npusim
