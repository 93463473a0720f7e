// SPDX-License-Identifier: Apache-2.0
// Where every value came from: for each instruction, the instructions that wrote what it reads, in
// order of start. A scalar store depends on the scalar loads of its core since the store before it,
// because registers are not seen.
//
// The flow is the one the program means: a read that a missing flag lets come too early still leads
// to the write it should have waited for.
//
// Memory is bounded: after the first kExact instructions, all that a line starts on a pipe for one
// block are one node, whose sources are those of all of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "analysis/blame/seen_instruction.h"
#include "analysis/blame/writer_map.h"
#include "analysis/chunked_list.h"
#include "models/arch/event_sink.h"

namespace npusim::analysis {

class Provenance : public EventSink {
 public:
  /// An instruction by number of start, counting from 1.
  using Node = WriterMap::Writer;

  using Instruction = SeenInstruction;

  static constexpr std::size_t kExact = std::size_t{1} << 20;

  /// `exact`: instructions that get a node of their own.
  explicit Provenance(std::size_t exact = kExact);

  unsigned wanted() const override { return kInstructionEvents | kAccessEvents; }
  void on_instruction(const InstructionEvent& event) override;
  void on_access(const AccessEvent& event) override;

  /// The last writer of the byte of GM; 0 if nobody wrote it.
  Node last_writer(std::uint64_t gm_address) const;
  const Instruction& instruction(Node node) const { return nodes_[node].instruction; }
  /// All instructions that a value of `node` came from, itself included, ascending.
  std::vector<Node> history(Node node) const;

 private:
  using Line = std::tuple<Site, std::uint16_t, std::uint16_t, AgentId, TaskIndex, std::int32_t>;

  /// An instruction, and the first of its links.
  struct Made {
    Instruction instruction;
    std::uint32_t sources = 0;
  };
  /// One source of a node, and the node's next one; 0 ends the chain. The newest stands first.
  struct Link {
    Node source = 0;
    std::uint32_t next = 0;
  };

  void add_source(Node node, Node source);
  bool has_source(Node node, Node source) const;
  Node new_node(const InstructionEvent& event);

  const std::size_t exact_;
  std::map<Line, Node> nodes_of_lines_;  ///< of those that are not exact
  WriterMap writers_;
  ChunkedList<Made> nodes_;                      ///< [0] is nobody
  ChunkedList<Link> links_;                      ///< [0] is none
  std::vector<Node> current_;                    ///< by agent
  std::vector<std::vector<Node>> scalar_loads_;  ///< by core, since its last scalar store
};

}  // namespace npusim::analysis
