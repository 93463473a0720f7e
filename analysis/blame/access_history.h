// SPDX-License-Identifier: Apache-2.0
// Every access of a run in its order, and what is needed to name them: what is asked for afterwards
// decides what is looked at, from the end to the beginning (lineage.h).
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/blame/seen_instruction.h"
#include "analysis/describe/buffer_map.h"
#include "analysis/describe/task_table.h"
#include "models/arch/event_sink.h"

namespace npusim::analysis {

class AccessHistory : public EventSink {
 public:
  using Instruction = SeenInstruction;
  struct Access {
    std::uint32_t instruction = 0;  ///< index in instructions()
    AgentId agent = 0;
    MemSpace space = MemSpace::GM;
    AccessKind kind = AccessKind::Read;
    AccessPath path = AccessPath::Direct;
    Span span;
  };
  /// A stretch of GM with a name, and how many accesses there were when the name came to an end.
  struct Named {
    BufferEvent event;
    std::size_t until = 0;
  };

  AccessHistory();

  unsigned wanted() const override {
    return kInstructionEvents | kAccessEvents | kTaskDescriptions | kBufferEvents;
  }
  void on_instruction(const InstructionEvent& event) override;
  void on_access(const AccessEvent& event) override;
  void on_task_description(const TaskDescription& event) override { tasks_.add(event); }
  void on_buffer(const BufferEvent& event) override;

  const std::vector<Instruction>& instructions() const { return instructions_; }
  const std::vector<Access>& accesses() const { return accesses_; }
  const TaskTable& tasks() const { return tasks_; }
  const BufferMap& buffers() const { return buffers_; }
  /// Run arguments and blocks of the heap ring, in order of their events; `until` of those that
  /// lived to the end is the number of accesses.
  std::vector<Named> named() const;

 private:
  std::vector<Instruction> instructions_;
  std::vector<Access> accesses_;
  std::vector<std::uint32_t> current_;  ///< by agent: index in instructions_
  std::vector<Named> named_;
  TaskTable tasks_;
  BufferMap buffers_;
};

}  // namespace npusim::analysis
