// SPDX-License-Identifier: Apache-2.0
// Which event ids a kernel uses between two pipes, so that advice can name a free one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "models/arch/event.h"

namespace npusim::analysis {

class FlagIds {
 public:
  void on_sync(const SyncEvent& event) {
    if (event.kind != SyncKind::SetFlag) return;
    used_[{event.block.task, pipe_of(event.agent), pipe_of(event.peer)}] |= 1u << event.id;
  }
  /// "EVENT_ID2" if 0 and 1 are in use between the two pipes in `task`; "a reused event id" if all
  /// are.
  std::string free_id(TaskIndex task, Pipe from, Pipe to) const {
    const auto found = used_.find({task, from, to});
    const std::uint32_t used = found == used_.end() ? 0 : found->second;
    for (unsigned id = 0; id < kEventIdCount; ++id) {
      if ((used >> id & 1) == 0) return "EVENT_ID" + std::to_string(id);
    }
    return "a reused event id";
  }

 private:
  std::map<std::tuple<TaskIndex, Pipe, Pipe>, std::uint32_t> used_;
};

}  // namespace npusim::analysis
