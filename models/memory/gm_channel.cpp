// SPDX-License-Identifier: Apache-2.0
#include "models/memory/gm_channel.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "models/memory/sim_time.h"

namespace npusim {
namespace {

constexpr std::uint64_t kGrantRanks = 1024;

}  // namespace

GmChannel::GmChannel(sc_core::sc_module_name name, double bytes_per_cycle, ChoiceSource& choices)
    : sc_module(name),
      bytes_per_cycle_(bytes_per_cycle),
      choices_(choices),
      requested_event_("requested_event"),
      requests_by_agent_(kAgentCount, 0),
      served_events_(new sc_core::sc_event[kAgentCount]) {
  SC_METHOD(grant_requests);
  sensitive << requested_event_;
  dont_initialize();
}

void GmChannel::transfer(AgentId agent, std::uint64_t bytes, Cycle earliest) {
  // Who is alone is known only when all requests of the cycle are in, so every request goes through
  // the same step.
  const std::uint64_t rank =
      choices_.choose(ChoiceKind::Grant, agent, requests_by_agent_[agent]++, kGrantRanks);
  requests_.push_back({agent, rank, bytes, earliest});
  requested_event_.notify(sc_core::SC_ZERO_TIME);
  sc_core::wait(served_events_[agent]);
}

void GmChannel::grant_requests() {
  std::sort(requests_.begin(), requests_.end(), [](const Request& a, const Request& b) {
    return std::tie(a.rank, a.agent) < std::tie(b.rank, b.agent);
  });
  for (const Request& request : requests_) {
    free_at_ = std::max(free_at_, static_cast<double>(now())) +
               static_cast<double>(request.bytes) / bytes_per_cycle_;
    const Cycle served = std::max(static_cast<Cycle>(std::ceil(free_at_)), request.earliest);
    served_events_[request.agent].notify(to_sc(served > now() ? served - now() : 0));
  }
  requests_.clear();
}

}  // namespace npusim
