// SPDX-License-Identifier: Apache-2.0
// What the scalar units of a random program do to GM: loads and stores through their data caches,
// which nothing keeps coherent, and others past them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "models/arch/event_sink.h"

namespace npusim::test {

class RandomScalars {
 public:
  /// A number below the bound.
  using Draw = std::function<std::uint64_t(std::uint64_t)>;
  /// The next instruction of pipe S of the core that acts.
  using NextInstruction = std::function<InstructionEvent()>;

  /// The words at [base, base + bytes) are what all of them share.
  RandomScalars(EventSink& sink, Draw pick, std::uint64_t base, std::uint64_t bytes)
      : sink_(sink), pick_(std::move(pick)), base_(base), bytes_(bytes) {}

  /// A load or a store through the cache, a line preloaded, cleaned or a store past the cache.
  void act(const SyncEvent& origin, const NextInstruction& next);
  /// dcci of [address, address + bytes), of everything if bytes is 0: dirty lines are written back.
  void clean(const SyncEvent& origin, std::uint64_t address, std::uint64_t bytes,
             const NextInstruction& next);
  /// st_atomic or ld_dev of one of two words, of which barriers in GM are made.
  void use_word(const SyncEvent& origin, const InstructionEvent& instruction);

 private:
  using Lines = std::map<std::uint64_t, bool>;  ///< by address: whether dirty

  void access(const InstructionEvent& instruction, AccessKind kind, AccessPath path,
              std::uint64_t address, std::uint32_t bytes);
  void tell(SyncEvent origin, SyncKind kind, std::uint64_t address, std::uint64_t bytes);
  void fetch(const InstructionEvent& instruction, std::uint64_t line);

  EventSink& sink_;
  Draw pick_;
  std::uint64_t base_, bytes_;
  std::map<CoreId, Lines> caches_;
  std::set<std::uint64_t> flag_lines_;  ///< with words that st_atomic has added to
};

}  // namespace npusim::test
