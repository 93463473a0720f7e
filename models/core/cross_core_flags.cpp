// SPDX-License-Identifier: Apache-2.0
#include "models/core/cross_core_flags.h"

#include <algorithm>
#include <tuple>

#include "models/memory/sim_time.h"

namespace npusim {
namespace {

/// By times alone, and by name where they are equal.
bool arrives_before(const CrossCoreFlags::Message& a, const CrossCoreFlags::Message& b) {
  return std::tie(a.visible, a.sender) < std::tie(b.visible, b.sender);
}

}  // namespace

void CrossCoreFlags::begin_block(CoreId core, const BlockRef& block, const FlagMembers& members) {
  if (members.is_launch && launch_ != block.task) begin_launch(block.task);
  shares_[core] = {block, members};
  has_waited_[core] = false;
  ahead_[core].clear();
}

/// A launched kernel finds every counter at 0.
void CrossCoreFlags::begin_launch(TaskIndex task) {
  launch_ = task;
  for (auto& counters : counters_) {
    for (Counter& counter : counters) counter.clear();
  }
  for (auto& [number, channel] : channels_) channel.open.clear();
}

std::vector<CrossCoreFlags::Left> CrossCoreFlags::end_block(CoreId core) {
  const Share& share = shares_[core];
  const auto key = std::pair(share.block.task, share.block.block);
  const unsigned of_block = std::max(1u, place_count(share.members.places));
  if (++ended_[key] < of_block) return {};
  ended_.erase(key);
  std::vector<Left> left;
  for (const ClusterPlace place : kClusterPlaces) {
    const CoreId owner = core_at(cluster_of(core), place);
    if (of_block == 1 ? owner != core : !has(share.members.places, place)) continue;
    for (const Counter& counter : counters_[owner]) {
      for (const Arrival& arrival : counter) {
        if (arrival.last.block == share.block) left.push_back({owner, true, arrival.last});
      }
    }
  }
  collect_open(share, cluster_of(core), left);
  return left;
}

/// Messages of the block that still wait for the other vector core's.
void CrossCoreFlags::collect_open(const Share& share, unsigned cluster,
                                  std::vector<Left>& left) const {
  const CoreId vector_core = core_at(cluster, ClusterPlace::AIV0);
  for (const CrossCoreMode mode : {CrossCoreMode::Pair, CrossCoreMode::Cluster}) {
    for (std::uint8_t id = 0; id < kCrossCoreFlagCount; ++id) {
      const auto found = channels_.find(channel_of(vector_core, packed({mode, id})));
      if (found == channels_.end()) continue;
      for (const auto& [number, round] : found->second.open) {
        const Message& message = round.messages.front();
        if (message.block != share.block) continue;
        left.push_back({core_of(message.sender), false, message});
      }
    }
  }
}

std::vector<CoreId> CrossCoreFlags::vector_cores(CoreId core) const {
  std::vector<CoreId> cores;
  const ClusterPlaces places = shares_[core].members.places;
  if (kind_of(core) == CoreKind::AIV && place_count(places) == 1) return {core};
  for (const ClusterPlace place : {ClusterPlace::AIV0, ClusterPlace::AIV1}) {
    if (has(places, place)) cores.push_back(core_at(cluster_of(core), place));
  }
  return cores;
}

std::uint32_t CrossCoreFlags::member_count(CoreId core, CrossCoreMode mode) const {
  if (mode == CrossCoreMode::Everyone) {
    return shares_[core].members.everyone[static_cast<unsigned>(kind_of(core))];
  }
  if (kind_of(core) == CoreKind::AIC) return 1;
  return static_cast<std::uint32_t>(vector_cores(core).size());
}

std::vector<CoreId> CrossCoreFlags::receivers(const Round& round) const {
  const Message& last = round.messages.back();
  const CoreId sender = core_of(last.sender);
  if (last.flag.mode != CrossCoreMode::Cluster) {
    std::vector<CoreId> senders;
    for (const Message& message : round.messages) senders.push_back(core_of(message.sender));
    return senders;
  }
  if (kind_of(sender) == CoreKind::AIC) return vector_cores(sender);
  if (!has(shares_[sender].members.places, ClusterPlace::AIC)) return {};
  return {core_at(cluster_of(sender), ClusterPlace::AIC)};
}

CrossCoreFlags::Channel& CrossCoreFlags::channel(CoreId sender, const CrossCoreFlag& flag) {
  return channels_[channel_of(sender, packed(flag))];
}

std::uint32_t CrossCoreFlags::join_round(const Message& message, Channel& sent_on) const {
  for (const auto& [number, round] : sent_on.open) {
    const bool in_it =
        std::any_of(round.messages.begin(), round.messages.end(), [&](const Message& other) {
          return core_of(other.sender) == core_of(message.sender) && other.block == message.block;
        });
    if (!in_it) return number;
  }
  return sent_on.open.size() == most_sets_ ? 0 : ++sent_on.rounds;
}

CrossCoreFlags::Receipt CrossCoreFlags::send(const Message& message) {
  const CoreId sender = core_of(message.sender);
  const CrossCoreMode mode = message.flag.mode;
  Channel& sent_on = channel(sender, message.flag);
  Receipt receipt;
  receipt.round = join_round(message, sent_on);
  if (receipt.round == 0) {
    receipt.overflown.push_back(sender);
    return receipt;
  }
  Round& round = sent_on.open[receipt.round];
  round.messages.push_back(message);
  const bool pair_of_one = mode == CrossCoreMode::Pair && vector_cores(sender).size() < 2;
  const bool nobody = mode == CrossCoreMode::Cluster && receivers(round).empty();
  if (pair_of_one || nobody) {
    sent_on.open.erase(receipt.round);
    receipt.no_receiver = true;
    return receipt;
  }
  if (round.messages.size() < member_count(sender, mode)) return receipt;
  const Arrival arrival{*std::ranges::max_element(round.messages, arrives_before), receipt.round};
  for (const CoreId receiver : receivers(round)) deliver(arrival, receiver, receipt);
  sent_on.open.erase(receipt.round);
  return receipt;
}

void CrossCoreFlags::note_ahead(CoreId receiver, const Message& message) {
  std::vector<Ahead>& ahead = ahead_[core_of(message.sender)];
  const auto is_same_line = [&](const Ahead& one) { return one.message.site == message.site; };
  if (std::ranges::none_of(ahead, is_same_line)) ahead.push_back({receiver, message});
}

std::vector<CrossCoreFlags::Ahead> CrossCoreFlags::sent_ahead(CoreId core) const {
  return has_waited_[core] ? std::vector<Ahead>{} : ahead_[core];
}

void CrossCoreFlags::deliver(const Arrival& arrival, CoreId receiver, Receipt& receipt) {
  Counter& counter = counters_[receiver][arrival.last.flag.id];
  if (counter.size() == most_sets_) {
    receipt.overflown.push_back(receiver);
    return;
  }
  Arrival mine = arrival;
  for (const Arrival& earlier : counter) {
    const Message& other = earlier.last;
    const bool elsewhere = channel_of(core_of(other.sender), packed(other.flag)) !=
                               channel_of(core_of(mine.last.sender), packed(mine.last.flag)) ||
                           pipe_of(other.sender) != pipe_of(mine.last.sender);
    if (!elsewhere) continue;
    receipt.shared.emplace_back(receiver, other);
    break;
  }
  if (!counter.empty()) {
    const auto is_receiver = [&](const auto& other) { return other.first == receiver; };
    if (std::ranges::none_of(receipt.shared, is_receiver)) note_ahead(receiver, mine.last);
    mine.last.visible = std::max(mine.last.visible, counter.back().last.visible);
  }
  counter.push_back(mine);
  if (waits_for_[receiver] == mine.last.flag.id + 1) {
    arrived_[receiver].notify(sc_core::SC_ZERO_TIME);
  }
}

CrossCoreFlags::Arrival CrossCoreFlags::wait(CoreId core, unsigned id) {
  Counter& counter = counters_[core][id];
  while (counter.empty()) {
    waits_for_[core] = static_cast<int>(id) + 1;
    sc_core::wait(arrived_[core]);
    waits_for_[core] = 0;
  }
  const Arrival first = counter.front();
  pass_until(first.last.visible);
  counter.pop_front();
  has_waited_[core] = true;
  return first;
}

CrossCoreFlags::Partial CrossCoreFlags::partial(CoreId core, unsigned id) const {
  const std::uint8_t flag_id = static_cast<std::uint8_t>(id);
  const CrossCoreFlag everyone{CrossCoreMode::Everyone, flag_id};
  const CrossCoreFlag pair{CrossCoreMode::Pair, flag_id};
  for (const CrossCoreFlag& flag : {everyone, pair}) {
    const auto found = channels_.find(channel_of(core, packed(flag)));
    if (found == channels_.end() || found->second.open.empty()) continue;
    const Round& round = found->second.open.begin()->second;
    return {static_cast<std::uint32_t>(round.messages.size()), member_count(core, flag.mode), flag};
  }
  return {};
}

AgentId CrossCoreFlags::expected_sender(CoreId core, unsigned id) const {
  const CoreId cube = core_at(cluster_of(core), ClusterPlace::AIC);
  const CrossCoreFlag flag{CrossCoreMode::Cluster, static_cast<std::uint8_t>(id)};
  if (kind_of(core) == CoreKind::AIV) {
    const std::vector<CoreId> pair = vector_cores(core);
    const bool has_cube = has(shares_[core].members.places, ClusterPlace::AIC);
    if (!has_cube && pair.size() == 2)
      return agent_of(pair[0] == core ? pair[1] : pair[0], Pipe::S);
    return agent_of(has_cube ? cube : core, Pipe::S);
  }
  // The vector core whose message the oldest round lacks.
  const std::vector<CoreId> pair = vector_cores(core);
  if (pair.empty()) return agent_of(core, Pipe::S);
  const auto found = channels_.find(channel_of(pair[0], packed(flag)));
  if (found == channels_.end()) return agent_of(pair[0], Pipe::S);
  for (const auto& [number, round] : found->second.open) {
    for (const CoreId candidate : pair) {
      if (core_of(round.messages.front().sender) != candidate) return agent_of(candidate, Pipe::S);
    }
  }
  return agent_of(pair[0], Pipe::S);
}

}  // namespace npusim
