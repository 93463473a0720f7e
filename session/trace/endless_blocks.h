// SPDX-License-Identifier: Apache-2.0
// Blocks that never ended, and how much each pipe did in them: they may have gone round in circles
// until the run was given up, so a timeline shows their beginning and their end.
#pragma once

#include <cstddef>
#include <map>

#include "models/arch/event_sink.h"

namespace npusim::session {

class EndlessBlocks : public EventSink {
 public:
  /// Instructions or marks of one pipe in such a block, by number from the block's start.
  struct Count {
    std::size_t all = 0;
    std::size_t kept = 0;  ///< half of them the first, half of them the last
    bool leaves_out(std::size_t number) const {
      return all > kept && number >= kept / 2 && number < all - (kept - kept / 2);
    }
    std::size_t left_out() const { return all > kept ? all - kept : 0; }
  };
  struct Pipe {
    BlockRef block;
    Count instructions, marks;
  };

  unsigned wanted() const override { return kInstructionEvents | kSyncEvents | kFaultEvents; }
  void on_instruction(const InstructionEvent& event) override;
  void on_sync(const SyncEvent& event) override;
  void on_fault(const FaultEvent& event) override { add_mark(event.agent); }

  /// After the last event: by agent, what it did in a block that never ended.
  std::map<AgentId, Pipe> pipes() const;

 private:
  void add_mark(AgentId agent) {
    const auto pipe = pipes_.find(agent);
    if (pipe != pipes_.end()) ++pipe->second.marks.all;
  }

  std::map<AgentId, Pipe> pipes_;
};

}  // namespace npusim::session
