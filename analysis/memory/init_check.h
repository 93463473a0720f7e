// SPDX-License-Identifier: Apache-2.0
// Reads of bytes whose value the program did not determine: local memory that this run of the block
// has not written (rule ub.keeps_content), and heap memory that nobody has written since it was
// allocated (rule runtime.heap_reuse). Run arguments count as written.
//
// How exact. Lane instructions, scalar loads and stores to GM: to the byte. Other vector
// instructions read whole 32-byte blocks, so one written byte makes its block good. Moves of
// fractals and matrix products read padding: they are reported only if nothing they read was
// written.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "analysis/describe/buffer_map.h"
#include "analysis/describe/finding_list.h"
#include "analysis/describe/instruction_table.h"
#include "analysis/race/block_pages.h"

namespace npusim::analysis {

class InitCheck {
 public:
  InitCheck(const BufferMap& buffers, const TaskTable& tasks, const InstructionTable& instructions,
            const SourceLookup& sources)
      : buffers_(buffers), tasks_(tasks), instructions_(instructions), sources_(sources) {}

  /// Before any event other than an access: what the last instruction wrote is written now.
  void settle();
  void on_access(const AccessEvent& event);
  void on_buffer(const BufferEvent& event);

  const std::vector<Finding>& findings() const { return list_.findings(); }

 private:
  enum class State : std::uint8_t { Written, LeftBehind, NeverWritten };
  struct Block {
    RunId run = kNoRun;
    std::uint32_t written = 0;  ///< by that run
    std::uint32_t ever = 0;
  };
  struct Write {
    AgentId agent;
    RunId run;
    MemSpace space;
    Span span;
  };
  enum class Exactness : std::uint8_t { Byte, Block, Any };

  using Memory = BlockPages<Block>;

  Memory& memory(AgentId agent, MemSpace space);
  void mark(const Write& write);
  State state_of(const AccessEvent& event, Exactness exactness);
  std::uint32_t good_bytes(const Block& block, const AccessEvent& event) const;
  bool begins_well(const AccessEvent& event);
  void add(const AccessEvent& event, State state);

  const BufferMap& buffers_;
  const TaskTable& tasks_;
  const InstructionTable& instructions_;
  const SourceLookup& sources_;
  std::array<Memory, kCoreCount * kMemSpaceCount> local_;
  Memory gm_;
  std::vector<Write> pending_;
  FindingList list_;
};

}  // namespace npusim::analysis
