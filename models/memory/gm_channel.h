// SPDX-License-Identifier: Apache-2.0
// The bandwidth of global memory that all cores share. A request that arrives while others are
// being served is finished later. Requests of one cycle are served in an order that the schedule
// chooses, never in the order in which SystemC ran their processes.
#pragma once

#include <cstdint>
#include <memory>
#include <systemc>
#include <vector>

#include "models/arch/choice_source.h"
#include "models/arch/cycle.h"
#include "models/arch/topology.h"

namespace npusim {

class GmChannel : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(GmChannel);

  /// `bytes_per_cycle` for all cores together.
  GmChannel(sc_core::sc_module_name name, double bytes_per_cycle, ChoiceSource& choices);

  /// Takes `bytes` of bandwidth for `agent`, from an SC_THREAD. Returns when the memory has served
  /// them, and not before cycle `earliest`.
  void transfer(AgentId agent, std::uint64_t bytes, Cycle earliest);

 private:
  struct Request {
    AgentId agent;
    std::uint64_t rank;
    std::uint64_t bytes;
    Cycle earliest;
  };
  void grant_requests();

  double bytes_per_cycle_;
  ChoiceSource& choices_;
  std::vector<Request> requests_;
  sc_core::sc_event requested_event_;
  std::vector<std::uint64_t> requests_by_agent_;
  std::unique_ptr<sc_core::sc_event[]> served_events_;  ///< by agent
  double free_at_ = 0;
};

}  // namespace npusim
