// SPDX-License-Identifier: Apache-2.0
// Where every value came from: for each instruction, the instructions that wrote what it reads, in
// order of start. A scalar store depends on the scalar loads of its core since the store before it,
// because registers are not seen.
//
// The flow is the one the program means: a read that a missing flag lets come too early still leads
// to the write it should have waited for.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/blame/writer_map.h"
#include "models/arch/event_sink.h"

namespace npusim::analysis {

class Provenance : public EventSink {
 public:
  /// An instruction by number of start, counting from 1.
  using Node = WriterMap::Writer;

  struct Instruction {
    InstructionId id = 0;
    AgentId agent = 0;
    BlockRef block;
    Site site = nullptr;
    std::uint16_t opcode = 0;
    std::uint16_t tile_op = 0;
    Cycle cycle = 0;
  };

  Provenance();

  unsigned wanted() const override { return kInstructionEvents | kAccessEvents; }
  void on_instruction(const InstructionEvent& event) override;
  void on_access(const AccessEvent& event) override;

  /// The last writer of the byte of GM; 0 if nobody wrote it.
  Node last_writer(std::uint64_t gm_address) const;
  const Instruction& instruction(Node node) const { return instructions_[node]; }
  /// All instructions that a value of `node` came from, itself included, ascending.
  std::vector<Node> history(Node node) const;

 private:
  void add_source(Node node, Node source);

  WriterMap writers_;
  std::vector<Instruction> instructions_;        ///< by node; [0] is nobody
  std::vector<std::vector<Node>> sources_;       ///< by node
  std::vector<Node> current_;                    ///< by agent
  std::vector<std::vector<Node>> scalar_loads_;  ///< by core, since its last scalar store
};

}  // namespace npusim::analysis
