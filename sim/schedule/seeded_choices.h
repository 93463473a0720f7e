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
    return bound == 1 ? 0 : random(kind, agent, ordinal) % bound;
  }

  std::uint64_t choose_rare(ChoiceKind kind, AgentId agent, std::uint64_t ordinal,
                            std::uint64_t per_mille, std::uint64_t most) override {
    const std::uint64_t bits = random(kind, agent, ordinal);
    if (bits % 1000 >= per_mille) return 0;
    // One of kOctaves octaves below `most`, then evenly inside it.
    const std::uint64_t longest = most >> (bits / 1000 % kOctaves);
    const std::uint64_t shortest = longest / 2;
    return longest == 0 ? 1 : shortest + 1 + mix64(bits) % (longest - shortest);
  }

 private:
  static constexpr std::uint64_t kOctaves = 6;

  std::uint64_t random(ChoiceKind kind, AgentId agent, std::uint64_t ordinal) const {
    const std::uint64_t stream =
        hash64(seed_, std::uint64_t{agent} << 8 | static_cast<std::uint64_t>(kind));
    return hash64(stream, ordinal);
  }

  std::uint64_t seed_;
};

}  // namespace npusim
