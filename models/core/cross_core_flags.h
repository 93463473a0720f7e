// SPDX-License-Identifier: Apache-2.0
// The unit that carries messages between cores (FFTS; intrinsics.md 3.2, tile-isa.md 1.4): a 4-bit
// counter per core and flag id, and what gathers the messages of several senders.
//
// The messages of a channel form rounds: a message goes to the oldest open round that its sender is
// not in. A round that has every member's is delivered to its receivers, in order.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <systemc>
#include <utility>
#include <vector>

#include "models/arch/cluster_place.h"
#include "models/arch/cross_core_flag.h"
#include "models/arch/cycle.h"
#include "models/arch/event.h"
#include "models/core/polled_words.h"

namespace npusim {

/// Who takes part in the flags of a block.
struct FlagMembers {
  ClusterPlaces places = 0;  ///< of the block's cluster; a lone AIV has the bit of AIV0
  /// Shares of the whole launch, by CoreKind; for a task of the runtime, the cores that it uses.
  std::array<std::uint32_t, 2> everyone{};
  bool is_launch = false;
};

class CrossCoreFlags {
 public:
  struct Message {
    CrossCoreFlag flag;
    AgentId sender = 0;
    BlockRef block;
    Site site = nullptr;
    Cycle visible = 0;  ///< when a receiver may see it
  };
  /// What stands in a counter: a delivered round, by its last message.
  struct Arrival {
    Message last;
    std::uint32_t round = 0;
  };
  /// What became of a message.
  struct Receipt {
    std::uint32_t round = 0;
    bool no_receiver = false;  ///< its block has no core that the mode speaks of
    /// Receivers whose counter was full: the round is lost to them. The sender itself: as many of
    /// its messages wait for the others'.
    std::vector<CoreId> overflown;
    /// Receivers whose counter still has a round from elsewhere.
    std::vector<std::pair<CoreId, Message>> shared;
  };
  /// A message that nobody waited for (`delivered`: to the counter of `core`), or that lacks the
  /// others of its round.
  struct Left {
    CoreId core = 0;
    bool delivered = true;
    Message message;
  };
  /// A message that came while its receiver's counter still had one of the same sender.
  struct Ahead {
    CoreId receiver = 0;
    Message message;
  };
  /// A round that not all have sent.
  struct Partial {
    std::uint32_t sent = 0;
    std::uint32_t members = 0;
    CrossCoreFlag flag;
  };

  /// A counter holds `most_sets`; one more is lost.
  explicit CrossCoreFlags(std::size_t most_sets = kMostCrossCoreSets) : most_sets_(most_sets) {}

  std::size_t most_sets() const { return most_sets_; }

  void begin_block(CoreId core, const BlockRef& block, const FlagMembers& members);
  /// The core's share of the block is over. With the last share: what the block left in counters.
  std::vector<Left> end_block(CoreId core);

  /// What the core's share of the block, which is about to end, has sent ahead of its waits, once a
  /// line; nothing if it has waited for any flag, which bounds how far it runs ahead.
  std::vector<Ahead> sent_ahead(CoreId core) const;

  Receipt send(const Message& message);
  /// From an SC_THREAD: waits for a round in this counter, takes the oldest.
  Arrival wait(CoreId core, unsigned id);

  /// Sets in a counter.
  std::size_t count(CoreId core, unsigned id) const { return counters_[core][id].size(); }

  /// The other way to tell other cores something.
  PolledWords& polled_words() { return polled_words_; }
  const PolledWords& polled_words() const { return polled_words_; }

  /// The flag that a wait of `core` for `id` could get from everybody or from its pair and that
  /// only some have sent; members 0: there is none.
  Partial partial(CoreId core, unsigned id) const;
  /// The front end that should send what `core` waits for, as far as anybody can tell.
  AgentId expected_sender(CoreId core, unsigned id) const;

 private:
  using Counter = std::deque<Arrival>;
  struct Round {
    std::vector<Message> messages;
  };
  struct Channel {
    std::map<std::uint32_t, Round> open;  ///< rounds that are not delivered
    std::uint32_t rounds = 0;             ///< begun so far
  };
  struct Share {
    BlockRef block;
    FlagMembers members;
  };

  void begin_launch(TaskIndex task);
  std::vector<CoreId> receivers(const Round& round) const;
  std::uint32_t member_count(CoreId core, CrossCoreMode mode) const;
  std::vector<CoreId> vector_cores(CoreId core) const;
  /// The number of the round that the message joins, or 0: too many are open.
  std::uint32_t join_round(const Message& message, Channel& channel) const;
  void collect_open(const Share& share, unsigned cluster, std::vector<Left>& left) const;
  void note_ahead(CoreId receiver, const Message& message);
  void deliver(const Arrival& arrival, CoreId receiver, Receipt& receipt);
  Channel& channel(CoreId sender, const CrossCoreFlag& flag);

  std::size_t most_sets_;
  std::array<std::array<Counter, kCrossCoreFlagCount>, kCoreCount> counters_;
  std::array<sc_core::sc_event, kCoreCount> arrived_;
  std::array<int, kCoreCount> waits_for_{};  ///< id + 1; 0: for none
  std::map<unsigned, Channel> channels_;
  std::array<Share, kCoreCount> shares_;
  // In the core's block.
  std::array<bool, kCoreCount> has_waited_{};
  std::array<std::vector<Ahead>, kCoreCount> ahead_;
  std::map<std::pair<TaskIndex, std::int32_t>, unsigned> ended_;  ///< shares of unfinished blocks
  TaskIndex launch_ = kNoTask;
  PolledWords polled_words_;
};

}  // namespace npusim
