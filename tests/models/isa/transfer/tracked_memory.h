// SPDX-License-Identifier: Apache-2.0
// Memories that note which bytes are touched: what a plain reference of an instruction runs on, and
// the comparison of a family's footprint and work with it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "models/arch/hash.h"
#include "models/arch/span_runs.h"
#include "models/isa/execute.h"
#include "models/isa/local_memories.h"
#include "models/isa/transfer/gm_transfers.h"
#include "models/isa/transfer/local_moves.h"
#include "tests/support/catch.h"

namespace npusim::test {

/// Bytes of each memory here, GM too; L0B's indices of sparse weights behind it.
inline constexpr std::uint64_t kTrackedBytes = 160 * 1024;

class TrackedMemory {
 public:
  explicit TrackedMemory(std::uint64_t seed) {
    for (unsigned space = 0; space < kMemSpaceCount; ++space) {
      bytes[space].resize(kTrackedBytes);
      for (std::size_t i = 0; i < kTrackedBytes; i += 8) {
        const std::uint64_t random = hash64(seed * kMemSpaceCount + space, i);
        std::memcpy(bytes[space].data() + i, &random, 8);
      }
    }
  }

  std::uint8_t load(MemSpace space, std::uint64_t address) {
    read[index(space)].push_back(address);
    return bytes[index(space)].at(address);
  }
  void store(MemSpace space, std::uint64_t address, std::uint8_t value) {
    written[index(space)].push_back(address);
    bytes[index(space)].at(address) = value;
  }
  /// A byte whose value is not the program's business.
  void scribble(MemSpace space, std::uint64_t address, std::uint8_t value) {
    unspecified[index(space)].push_back(address);
    bytes[index(space)].at(address) = value;
  }
  void copy(MemSpace from, std::uint64_t source, MemSpace to, std::uint64_t target,
            std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) store(to, target + i, load(from, source + i));
  }
  std::uint64_t load_word(MemSpace space, std::uint64_t address, unsigned size) {
    std::uint64_t word = 0;
    for (unsigned i = 0; i < size; ++i) {
      word |= std::uint64_t{load(space, address + i)} << (8 * i);
    }
    return word;
  }
  void store_word(MemSpace space, std::uint64_t address, std::uint64_t word, unsigned size) {
    for (unsigned i = 0; i < size; ++i) {
      store(space, address + i, static_cast<std::uint8_t>(word >> (8 * i)));
    }
  }

  static unsigned index(MemSpace space) { return static_cast<unsigned>(space); }

  using Addresses = std::array<std::vector<std::uint64_t>, kMemSpaceCount>;
  std::array<std::vector<std::uint8_t>, kMemSpaceCount> bytes;
  Addresses read, written, unspecified;
};

inline std::vector<std::uint64_t> sorted(std::vector<std::uint64_t> addresses) {
  std::sort(addresses.begin(), addresses.end());
  addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
  return addresses;
}

/// The footprint touches what the reference touched, byte for byte.
inline void require_footprint(const std::vector<isa::Footprint>& footprint,
                              const TrackedMemory& reference) {
  TrackedMemory::Addresses read, written, unspecified;
  for (const isa::Footprint& access : footprint) {
    auto& into = access.unspecified ? unspecified : access.write ? written : read;
    for_each_run(access.span, [&](std::uint64_t begin) {
      for (std::uint32_t i = 0; i < access.span.run_bytes; ++i) {
        into[TrackedMemory::index(access.space)].push_back(begin + i);
      }
    });
  }
  for (unsigned space = 0; space < kMemSpaceCount; ++space) {
    CAPTURE(space);
    // Indices of sparse weights have no address that a footprint could name.
    std::vector<std::uint64_t> expected = sorted(reference.written[space]);
    if (space == TrackedMemory::index(MemSpace::L0B)) {
      std::erase_if(expected, [](std::uint64_t at) { return at >= isa::kSparseIndices; });
    }
    std::vector<std::uint64_t> expected_read = sorted(reference.read[space]);
    if (space == TrackedMemory::index(MemSpace::L0B)) {
      std::erase_if(expected_read, [](std::uint64_t at) { return at >= isa::kSparseIndices; });
    }
    REQUIRE(sorted(read[space]) == expected_read);
    REQUIRE(sorted(written[space]) == expected);
    REQUIRE(sorted(unspecified[space]) == sorted(reference.unspecified[space]));
  }
}

inline isa::LocalMemories local_memories(TrackedMemory& memory) {
  isa::LocalMemories memories;
  for (unsigned space = 1; space < kMemSpaceCount; ++space) {
    memories[static_cast<MemSpace>(space)] = {memory.bytes[space].data(), kTrackedBytes};
  }
  return memories;
}

inline MemSpace target_of(const std::vector<isa::Footprint>& footprint) {
  for (const isa::Footprint& access : footprint) {
    if (access.write) return access.space;
  }
  return MemSpace::L1;
}

inline constexpr auto kAsDrawn = [](TrackedMemory&) {};

/// A move between local memories does what `reference(memory)` does. `prepare(memory)` makes the
/// random bytes of both what the test wants.
template <typename Family, typename Reference, typename Prepare = decltype(kAsDrawn)>
void require_move(const Family& family, std::uint64_t seed, Reference reference,
                  Prepare prepare = kAsDrawn) {
  TrackedMemory expected(seed), actual(seed);
  prepare(expected);
  prepare(actual);
  reference(expected);
  std::vector<isa::Footprint> footprint;
  isa::footprint(family, footprint);
  require_footprint(footprint, expected);
  isa::WriteSet out;
  isa::execute(family, local_memories(actual), isa::ExecuteOptions{}, out);
  auto& target = actual.bytes[TrackedMemory::index(target_of(footprint))];
  out.apply({target.data(), target.size()});
  for (unsigned space = 0; space < kMemSpaceCount; ++space) {
    CAPTURE(space);
    REQUIRE((actual.bytes[space] == expected.bytes[space]));
  }
}

/// The rows of a transfer in GM, one by one.
inline std::vector<std::pair<std::uint64_t, std::uint32_t>> all_rows(const isa::GmRows& rows) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> all;
  for (const Span& span : rows) {
    for_each_run(span, [&](std::uint64_t at) { all.emplace_back(at, span.run_bytes); });
  }
  return all;
}

/// A transfer, moved in chunks of `chunk` rows, does what `reference(memory)` does.
template <typename Family, typename Reference, typename Prepare = decltype(kAsDrawn)>
void require_transfer(const Family& family, std::uint64_t seed, std::uint32_t chunk,
                      Reference reference, Prepare prepare = kAsDrawn) {
  TrackedMemory expected(seed), actual(seed);
  prepare(expected);
  prepare(actual);
  reference(expected);
  std::vector<isa::Footprint> footprint;
  isa::footprint(family, footprint);
  require_footprint(footprint, expected);
  const auto rows = all_rows(isa::gm_rows(family));
  auto& gm = actual.bytes[TrackedMemory::index(MemSpace::GM)];
  const bool load = isa::info(family.opcode).pipe == Pipe::MTE2;
  for (std::uint32_t first = 0; first < rows.size(); first += chunk) {
    const auto count =
        std::min<std::uint32_t>(chunk, static_cast<std::uint32_t>(rows.size()) - first);
    std::size_t total = 0;
    for (std::uint32_t i = 0; i < count; ++i) total += rows[first + i].second;
    std::vector<std::uint8_t> bytes(total);
    const auto each = [&](auto function) {
      std::size_t at = 0;
      for (std::uint32_t i = 0; i < count; ++i) {
        function(gm.data() + rows[first + i].first, bytes.data() + at, rows[first + i].second);
        at += rows[first + i].second;
      }
    };
    if constexpr (requires { isa::land(family, 0u, 0u, bytes.data(), isa::Bytes{}); }) {
      if (load) {
        each([](std::uint8_t* row, std::uint8_t* to, std::size_t n) { std::memcpy(to, row, n); });
        auto& local = actual.bytes[TrackedMemory::index(isa::local_space(family))];
        isa::land(family, first, count, bytes.data(), {local.data(), local.size()});
      }
    }
    if constexpr (requires { isa::gather(family, 0u, 0u, isa::LocalMemories{}, bytes.data()); }) {
      if (!load) {
        isa::gather(family, first, count, local_memories(actual), bytes.data());
        each([](std::uint8_t* row, std::uint8_t* from, std::size_t n) {
          std::memcpy(row, from, n);
        });
      }
    }
  }
  for (unsigned space = 0; space < kMemSpaceCount; ++space) {
    CAPTURE(space);
    REQUIRE((actual.bytes[space] == expected.bytes[space]));
  }
}

/// Numbers for the cases of a test, from one seed.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : seed_(seed) {}
  std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(hash64(seed_, count_++) % bound);
  }
  std::uint32_t between(std::uint32_t low, std::uint32_t high) {
    return low + below(high - low + 1);
  }
  template <typename Value>
  Value one_of(std::initializer_list<Value> values) {
    return values.begin()[below(static_cast<std::uint32_t>(values.size()))];
  }

 private:
  std::uint64_t seed_, count_ = 0;
};

}  // namespace npusim::test
