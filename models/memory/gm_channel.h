// SPDX-License-Identifier: Apache-2.0
// The way of all cores to global memory. A request that arrives while others are being served is
// finished later. Requests of one cycle are served in an order that the schedule chooses, never in
// the order in which SystemC ran their processes.
#pragma once

#include <cstdint>
#include <memory>
#include <systemc>
#include <vector>

#include "models/arch/choice_source.h"
#include "models/arch/cycle.h"
#include "models/arch/topology.h"
#include "models/memory/memory_timing.h"

namespace npusim {

class GmChannel : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(GmChannel);

  GmChannel(sc_core::sc_module_name name, std::unique_ptr<MemoryTiming> timing,
            ChoiceSource& choices);

  /// One agent's request.
  struct Request {
    AgentId agent;
    RowBlock rows;
    bool write;
    Cycle earliest;
  };
  /// From an SC_THREAD: returns when the memory has served it, and not before cycle `earliest`.
  const Served& transfer(const Request& request);

  const MemoryStatistics& statistics() const { return timing_->statistics(); }

 private:
  struct Waiting {
    Request request;
    std::uint64_t rank;
  };
  void grant_requests();

  std::unique_ptr<MemoryTiming> timing_;
  ChoiceSource& choices_;
  std::vector<Waiting> waiting_;
  sc_core::sc_event requested_event_;
  std::vector<std::uint64_t> requests_by_agent_;
  std::unique_ptr<sc_core::sc_event[]> served_events_;  ///< by agent
  std::vector<Served> served_;                          ///< by agent: its last request
};

}  // namespace npusim
