// SPDX-License-Identifier: Apache-2.0
// The plain schedule: every choice is a hash of the seed and the choice's name.
#pragma once

#include "models/arch/choice_source.h"
#include "models/arch/hash.h"

namespace npusim {

class SeededChoices : public ChoiceSource {
 public:
  explicit SeededChoices(std::uint64_t seed) : seed_(seed) {}

  std::uint64_t choose(ChoiceKind kind, AgentId agent, std::uint64_t ordinal,
                       std::uint64_t bound) override {
    ++count_;
    const std::uint64_t stream =
        hash64(seed_, std::uint64_t{agent} << 8 | static_cast<std::uint64_t>(kind));
    return hash64(stream, ordinal) % bound;
  }

  /// Choices made so far.
  std::uint64_t count() const { return count_; }

 private:
  std::uint64_t seed_;
  std::uint64_t count_ = 0;
};

}  // namespace npusim
