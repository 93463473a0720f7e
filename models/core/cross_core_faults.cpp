// SPDX-License-Identifier: Apache-2.0
#include "models/core/cross_core_faults.h"

#include <utility>

#include <fmt/format.h>

#include "models/core/core_events.h"
#include "models/memory/sim_time.h"

namespace npusim {
namespace {

FaultEvent fault(FaultEvent::Kind kind, const CrossCoreFlags::Message& message, std::string text) {
  return fault_event(kind, message.sender, {message.site, message.block, false}, std::move(text));
}

/// Of a flag that `receiver` counts.
InstructionId flag_at(const CrossCoreFlag& flag, CoreId receiver) {
  return std::uint64_t{packed(flag)} << 8 | receiver;
}

SyncEvent cross_core_event(SyncKind kind, AgentId agent, AgentId peer, std::uint8_t id,
                           std::uint32_t round, const SyncOrigin& origin) {
  SyncEvent event = sync_event(kind, agent, peer, origin);
  event.id = id;
  event.instance = round;
  return event;
}

void report_lost(CoreEnvironment& environment, const CrossCoreFlags::Message& message) {
  FaultEvent event =
      fault(FaultEvent::Kind::CrossCoreLost, message,
            fmt::format("{}: its block has no core that receives it", to_string(message.flag)));
  event.instruction = flag_at(message.flag, core_of(message.sender));
  environment.events.on_fault(event);
}

void report_overflow(CoreEnvironment& environment, const CrossCoreFlags::Message& message,
                     CoreId receiver) {
  const bool own = receiver == core_of(message.sender);
  FaultEvent event = fault(
      FaultEvent::Kind::CrossCoreOverflow, message,
      own ? fmt::format("{} is set {} times while the other senders' are missing: the set is lost",
                        to_string(message.flag), environment.cross_core.most_sets() + 1)
          : fmt::format("{} is set while {} counts {} sets that nobody has waited for: the set is "
                        "lost",
                        to_string(message.flag), core_name(receiver),
                        environment.cross_core.most_sets()));
  event.instruction = flag_at(message.flag, receiver);
  environment.events.on_fault(event);
}

void report_shared(CoreEnvironment& environment, const CrossCoreFlags::Message& message,
                   CoreId receiver, const CrossCoreFlags::Message& other) {
  FaultEvent event = fault(
      FaultEvent::Kind::CrossCoreShared, message,
      fmt::format("{} from {} arrives at {} while a set from {} of the same id ({}) is not waited "
                  "for: the next wait may take either",
                  to_string(message.flag), agent_name(message.sender), core_name(receiver),
                  agent_name(other.sender), to_string(other.flag)));
  event.instruction = flag_at(message.flag, receiver);
  environment.events.on_fault(event);
}

}  // namespace

void send_message(CoreEnvironment& environment, Pipe pipe, const QueuedMessage& message,
                  Cycle departure) {
  const AgentId sender = environment.agent(pipe);
  const auto latency = static_cast<Cycle>(environment.knobs.timing_cross_core_latency);
  const Cycle late = environment.latency.extra(ChoiceKind::CrossCoreFlag, sender, latency);
  const CrossCoreFlags::Message sent{message.flag, sender, message.origin.block,
                                     message.origin.site, departure + latency + late};
  const CrossCoreFlags::Receipt receipt = environment.cross_core.send(sent);
  ++environment.instruction_count;
  ++environment.work_count;
  SyncEvent event = cross_core_event(SyncKind::CrossCoreSet, sender, sender, packed(message.flag),
                                     receipt.round, message.origin);
  event.address = message.id;
  environment.events.on_sync(event);
  if (receipt.no_receiver) report_lost(environment, sent);
  for (const CoreId receiver : receipt.overflown) report_overflow(environment, sent, receiver);
  for (const auto& [receiver, other] : receipt.shared) {
    report_shared(environment, sent, receiver, other);
  }
}

void report_cross_core_wait(CoreEnvironment& environment, const CrossCoreFlags::Arrival& arrival,
                            const SyncOrigin& origin) {
  ++environment.instruction_count;
  environment.events.on_sync(cross_core_event(SyncKind::CrossCoreWait, environment.agent(Pipe::S),
                                              arrival.last.sender, packed(arrival.last.flag),
                                              arrival.round, origin));
}

void report_blocked_cross_core_wait(CoreEnvironment& environment, unsigned id,
                                    const SyncOrigin& origin, Cycle since) {
  ++environment.instruction_count;
  const CrossCoreFlags& unit = environment.cross_core;
  CrossCoreFlag flag{CrossCoreMode::Cluster, static_cast<std::uint8_t>(id)};
  const CrossCoreFlags::Partial partial = unit.partial(environment.core, id);
  if (partial.members != 0) flag = partial.flag;
  SyncEvent event =
      cross_core_event(SyncKind::CrossCoreWait, environment.agent(Pipe::S),
                       unit.expected_sender(environment.core, id), packed(flag), 0, origin);
  event.address = since;
  event.bytes = std::uint64_t{partial.sent} << 32 | partial.members;
  environment.events.on_sync(event);
}

void report_left_messages(CoreEnvironment& environment,
                          const std::vector<CrossCoreFlags::Left>& left) {
  for (const CrossCoreFlags::Left& one : left) {
    const CrossCoreFlags::Message& message = one.message;
    const bool of_library =
        environment.cross_core.polled_words().has_messages_of(message.block.task);
    FaultEvent event = fault(
        of_library ? FaultEvent::Kind::CrossCoreSpare : FaultEvent::Kind::CrossCoreLeft, message,
        one.delivered
            ? fmt::format(
                  "{} is still counted by {} when its block has ended: it releases a wait of "
                  "the next kernel there",
                  to_string(message.flag), core_name(one.core))
            : fmt::format(
                  "{} was sent by {} and not by the other vector core when the block ended: "
                  "nobody receives it",
                  to_string(message.flag), core_name(one.core)));
    event.instruction = flag_at(message.flag, one.core);
    environment.events.on_fault(event);
  }
}

void report_sent_ahead(CoreEnvironment& environment,
                       const std::vector<CrossCoreFlags::Ahead>& ahead) {
  for (const auto& [receiver, message] : ahead) {
    FaultEvent event = fault(
        FaultEvent::Kind::CrossCoreAhead, message,
        fmt::format("{} is set again while {} has not waited for its last set, and the sender "
                    "waits for nobody: that is right only if sets are counted",
                    to_string(message.flag), core_name(receiver)));
    event.instruction = flag_at(message.flag, receiver);
    environment.events.on_fault(event);
  }
}

void report_bad_cross_core_id(CoreEnvironment& environment, std::string_view call, std::int64_t id,
                              const SyncOrigin& origin) {
  environment.events.on_fault(
      fault_event(FaultEvent::Kind::CrossCoreFlagId, environment.agent(Pipe::S), origin,
                  fmt::format("{} names cross-core flag {}, and they are 0 to {}", call, id,
                              kCrossCoreFlagCount - 1)));
}

void report_message_from_scalar(CoreEnvironment& environment, const SyncOrigin& origin) {
  environment.events.on_fault(fault_event(
      FaultEvent::Kind::MessageFromS, environment.agent(Pipe::S), origin,
      "ffts_cross_core_sync names pipe S, which is not among the pipes that may send it"));
}

}  // namespace npusim
