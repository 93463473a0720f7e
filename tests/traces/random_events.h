// SPDX-License-Identifier: Apache-2.0
// Random event streams: the kinds interleaved at will, instructions issued, started and completed
// in any order, some never, some with values at the edges.
#pragma once

#include <array>
#include <deque>
#include <random>
#include <vector>

#include "models/arch/event_sink.h"
#include "models/arch/source_lookup.h"

namespace npusim::test {

/// Sites are small numbers here; every seventh shares the place of the one before.
class NumberedSites : public SourceLookup {
 public:
  explicit NumberedSites(std::uintptr_t offset = 0) : offset_(offset) {}
  SourceLocation locate(Site site) const override;

 private:
  std::uintptr_t offset_;
};

class RandomEvents {
 public:
  /// `site_offset` moves all sites, as another process would.
  explicit RandomEvents(unsigned seed, std::uintptr_t site_offset = 0)
      : random_(seed), site_offset_(site_offset) {}

  /// Sends the next `count` events.
  void send(EventSink& sink, std::size_t count);

 private:
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  std::uint64_t any() { return below(4) == 0 ? random_() : below(1000); }
  template <class Enum>
  Enum pick(Enum last) {
    return static_cast<Enum>(below(static_cast<std::uint64_t>(last) + 1));
  }
  void send_one(EventSink& sink);
  void issue(EventSink& sink);
  void start(EventSink& sink);
  void access(EventSink& sink);
  void complete(EventSink& sink);
  void sync(EventSink& sink);
  void describe_task(EventSink& sink);
  void buffer(EventSink& sink);
  void fault(EventSink& sink);
  AgentId agent() { return static_cast<AgentId>(below(kAgentCount)); }
  BlockRef block();
  Site site();
  Span span();
  std::string text();

  std::mt19937_64 random_;
  std::uintptr_t site_offset_;
  Cycle cycle_ = 0;
  std::array<std::uint64_t, kCoreCount> ordinals_ = {};
  std::vector<IssueEvent> issued_;
  std::vector<InstructionEvent> started_;
  InstructionEvent last_;
};

}  // namespace npusim::test
