// SPDX-License-Identifier: Apache-2.0
#include "models/memory/gm_channel.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "models/memory/sim_time.h"

namespace npusim {
namespace {

constexpr std::uint64_t kGrantRanks = 1024;

}  // namespace

GmChannel::GmChannel(sc_core::sc_module_name name, std::unique_ptr<MemoryTiming> timing,
                     ChoiceSource& choices)
    : sc_module(name),
      timing_(std::move(timing)),
      choices_(choices),
      requested_event_("requested_event"),
      requests_by_agent_(kAgentCount, 0),
      served_events_(new sc_core::sc_event[kAgentCount]),
      served_(kAgentCount) {
  SC_METHOD(grant_requests);
  sensitive << requested_event_;
  dont_initialize();
}

const Served& GmChannel::transfer(const Request& request) {
  // Who is alone is known only when all requests of the cycle are in, so every request goes through
  // the same step.
  const AgentId agent = request.agent;
  const std::uint64_t rank =
      choices_.choose(ChoiceKind::Grant, agent, requests_by_agent_[agent]++, kGrantRanks);
  waiting_.push_back({request, rank});
  requested_event_.notify(sc_core::SC_ZERO_TIME);
  sc_core::wait(served_events_[agent]);
  return served_[agent];
}

void GmChannel::grant_requests() {
  std::sort(waiting_.begin(), waiting_.end(), [](const Waiting& a, const Waiting& b) {
    return std::tie(a.rank, a.request.agent) < std::tie(b.rank, b.request.agent);
  });
  for (const auto& [request, rank] : waiting_) {
    const Served served = timing_->serve(now(), {request.rows, request.write});
    served_[request.agent] = served;
    const Cycle done = std::max(static_cast<Cycle>(std::ceil(served.cycle)), request.earliest);
    served_events_[request.agent].notify(to_sc(done > now() ? done - now() : 0));
  }
  waiting_.clear();
}

}  // namespace npusim
