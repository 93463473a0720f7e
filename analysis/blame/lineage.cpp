// SPDX-License-Identifier: Apache-2.0
#include "analysis/blame/lineage.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "analysis/memory/span_positions.h"
#include "analysis/memory/value_flow.h"

namespace npusim::analysis {
namespace {

using Access = AccessHistory::Access;

MemoryName memory_of(const Access& access) {
  const bool core = is_core_agent(access.agent);
  const bool cached = access.path == AccessPath::Cached && core;
  if (access.space == MemSpace::GM && !cached) return {};
  return {access.space, core ? core_of(access.agent) : CoreId{0}, cached};
}

bool moves_line(const Access& access) {
  return access.path == AccessPath::CacheFill || access.path == AccessPath::WriteBack;
}

/// Between a core's data cache and GM.
MemoryName cache_of(const Access& access) {
  return {MemSpace::GM, is_core_agent(access.agent) ? core_of(access.agent) : CoreId{0}, true};
}

class LineageWalk {
 public:
  explicit LineageWalk(const AccessHistory& history) : history_(history), nodes_(1) {}

  std::vector<LineageNode> walk(const std::vector<ByteRange>& bytes, std::size_t until) {
    for (const ByteRange& range : bytes) wanted_.add({}, range, {0});
    const std::vector<Access>& accesses = history_.accesses();
    for (std::size_t end = until; end > 0 && !(wanted_.empty() && loading_.empty());) {
      std::size_t begin = end - 1;
      while (begin > 0 && is_same_instruction(accesses[begin - 1], accesses[end - 1])) --begin;
      look_at({accesses.begin() + static_cast<std::ptrdiff_t>(begin),
               accesses.begin() + static_cast<std::ptrdiff_t>(end)});
      end = begin;
    }
    give_rest_to_nobody();
    for (LineageNode& node : nodes_) {
      for (LineageNode::Edge& edge : node.sources)
        edge.bytes = merged_ranges(std::move(edge.bytes));
    }
    return std::move(nodes_);
  }

 private:
  /// The accesses of one instruction, in their order.
  struct Group {
    std::vector<Access>::const_iterator begin, end;
  };
  /// What of an instruction's results is wanted.
  struct Hit {
    const Access* write = nullptr;
    std::size_t number = 0;  ///< among the instruction's writes
    std::vector<Positions> positions;
  };

  static bool is_same_instruction(const Access& a, const Access& b) {
    return a.instruction == b.instruction && a.agent == b.agent;
  }

  void look_at(const Group& group) {
    const AgentId agent = group.begin->agent;
    const bool scalar = is_core_agent(agent) && pipe_of(agent) == Pipe::S;
    std::vector<Hit> hits;
    std::size_t writes_seen = 0;
    bool stores = false;
    for (auto access = group.begin; access != group.end; ++access) {
      if (moves_line(*access) || !writes(access->kind)) continue;
      stores = true;
      take_written(*access, writes_seen++, hits);
    }
    if (scalar && stores) loading_.erase(core_of(agent));
    if (!hits.empty()) {
      if (scalar) loading_[core_of(agent)] = node_of(group.begin->instruction);
      want_operands(group, hits, writes_seen);
    }
    if (scalar && !stores) load(group);
    for (auto access = group.end; access != group.begin;) move_line(*--access);
  }

  void take_written(const Access& access, std::size_t number, std::vector<Hit>& hits) {
    const MemoryName memory = memory_of(access);
    if (!wanted_.wants(memory, {access.span.lowest(), access.span.end()})) return;
    Hit hit{&access, number, {}};
    for_each_run_by_position(
        access.span, [&](std::uint64_t address, std::uint64_t bytes, std::uint64_t position) {
          for (const WantedBytes::Piece& piece : wanted_.take(memory, {address, address + bytes})) {
            const std::uint64_t at = position + (piece.bytes.begin - address);
            append(hit.positions, {at, at + (piece.bytes.end - piece.bytes.begin)});
            deliver(access, memory, piece);
          }
        });
    if (!hit.positions.empty()) hits.push_back(std::move(hit));
  }

  /// `access` wrote the piece for its readers. What an atomic operation found there matters too.
  void deliver(const Access& access, const MemoryName& memory, const WantedBytes::Piece& piece) {
    const std::uint32_t node = node_of(access.instruction);
    if (access.kind == AccessKind::Undefine) nodes_[node].undefines = true;
    for (const WantedBytes::Reader reader : piece.readers) {
      add_edge(reader, node, memory, piece.bytes, false);
    }
    if (!reads(access.kind)) return;
    std::set<WantedBytes::Reader> others = piece.readers;
    again_.push_back({memory, piece.bytes, std::move(others)});
  }

  void want_operands(const Group& group, const std::vector<Hit>& hits, std::size_t writes) {
    const std::uint32_t node = node_of(group.begin->instruction);
    std::size_t number = 0;
    for (auto access = group.begin; access != group.end; ++access) {
      if (access->kind != AccessKind::Read || moves_line(*access)) continue;
      for (const Hit& hit : hits) {
        if (hit.write->kind == AccessKind::Undefine) continue;
        want_operand(*access, hit, writes == 1 || number == hit.number, writes == 1, node);
      }
      ++number;
    }
    for (auto& [memory, bytes, readers] : std::exchange(again_, {})) {
      wanted_.add(memory, bytes, readers);
    }
  }

  /// What `read` gave to the hit's bytes. With several results, the operand of the same number gave
  /// by position if it has as many bytes, and any may have given anything if not.
  void want_operand(const Access& read, const Hit& hit, bool corresponds, bool only_result,
                    std::uint32_t node) {
    const std::uint64_t from = read.span.total_bytes(), to = hit.write->span.total_bytes();
    const MemoryName memory = memory_of(read);
    const auto want = [&](const Positions& positions) {
      for_positions(read.span, positions, [&](std::uint64_t begin, std::uint64_t end) {
        wanted_.add(memory, {begin, end}, {node});
      });
    };
    const bool by_position = goes_by_position(read, *hit.write) && (only_result || from == to);
    if (!by_position) return want({0, from});
    if (!corresponds) return;
    for (const Positions& positions : hit.positions) want(scaled(positions, to, from, false));
  }

  bool goes_by_position(const Access& read, const Access& write) const {
    const auto flat = [](MemSpace space) { return space == MemSpace::UB || space == MemSpace::GM; };
    if (!flat(read.space) || !flat(write.space)) return false;
    switch (value_flow(history_.instructions()[write.instruction].opcode)) {
      case ValueFlow::Copy:
      case ValueFlow::ByPosition:
      case ValueFlow::LanesToBits:
        return true;
      case ValueFlow::BoxesToRows:
      case ValueFlow::Anywhere:
      case ValueFlow::ToAddress:
      case ValueFlow::ToScalar:
        return false;
    }
    return false;
  }

  /// Scalar loads whose value the next store of their core may have stored.
  void load(const Group& group) {
    const auto loading = loading_.find(core_of(group.begin->agent));
    if (loading == loading_.end()) return;
    for (auto access = group.begin; access != group.end; ++access) {
      if (access->kind != AccessKind::Read || moves_line(*access)) continue;
      const std::uint32_t node = node_of(access->instruction);
      const ByteRange bytes{access->span.lowest(), access->span.end()};
      add_edge(loading->second, node, memory_of(*access), bytes, true);
      wanted_.add(memory_of(*access), bytes, {node});
    }
  }

  void move_line(const Access& access) {
    if (!moves_line(access)) return;
    const bool fill = access.path == AccessPath::CacheFill;
    const MemoryName cache = cache_of(access), to = fill ? cache : MemoryName{};
    const ByteRange line{access.span.lowest(), access.span.end()};
    for (const WantedBytes::Piece& piece : wanted_.take(to, line)) {
      wanted_.add(fill ? MemoryName{} : cache, piece.bytes, piece.readers);
    }
  }

  void give_rest_to_nobody() {
    for (const auto& [memory, pieces] : wanted_.rest()) {
      // What a cache has from before the first access is what GM held.
      const MemoryName where = memory.cache ? MemoryName{} : memory;
      for (const WantedBytes::Piece& piece : pieces) {
        for (const WantedBytes::Reader reader : piece.readers) {
          add_edge(reader, LineageNode::kNobody, where, piece.bytes, false);
        }
      }
    }
  }

  std::uint32_t node_of(std::uint32_t instruction) {
    const auto [found, fresh] =
        node_of_.try_emplace(instruction, static_cast<std::uint32_t>(nodes_.size()));
    if (fresh) nodes_.push_back({instruction, false, {}});
    return found->second;
  }

  void add_edge(std::uint32_t reader, std::uint32_t from, const MemoryName& memory,
                const ByteRange& bytes, bool in_register) {
    std::vector<LineageNode::Edge>& sources = nodes_[reader].sources;
    const auto same =
        std::find_if(sources.rbegin(), sources.rend(), [&](const LineageNode::Edge& edge) {
          return edge.from == from && edge.memory == memory && edge.in_register == in_register;
        });
    LineageNode::Edge& edge =
        same == sources.rend()
            ? sources.emplace_back(LineageNode::Edge{from, memory, {}, in_register})
            : *same;
    edge.bytes.push_back(bytes);
  }

  struct Again {
    MemoryName memory;
    ByteRange bytes;
    std::set<WantedBytes::Reader> readers;
  };

  const AccessHistory& history_;
  std::vector<LineageNode> nodes_;
  std::map<std::uint32_t, std::uint32_t> node_of_;  ///< by instruction
  WantedBytes wanted_;
  std::vector<Again> again_;  ///< what atomic operations of the instruction at hand found
  std::map<CoreId, std::uint32_t>
      loading_;  ///< node of the scalar store whose loads are looked for
};

}  // namespace

std::vector<LineageNode> lineage(const AccessHistory& history, const std::vector<ByteRange>& bytes,
                                 std::size_t until) {
  return LineageWalk(history).walk(bytes, until);
}

}  // namespace npusim::analysis
