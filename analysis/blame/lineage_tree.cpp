// SPDX-License-Identifier: Apache-2.0
#include "analysis/blame/lineage_tree.h"

#include <algorithm>
#include <map>
#include <utility>

namespace npusim::analysis {
namespace {

using Edge = LineageNode::Edge;

class TreeBuilder {
 public:
  TreeBuilder(const AccessHistory& history, const std::vector<LineageNode>& nodes,
              const SourceLookup& sources, const LineageBounds& bounds)
      : history_(history), nodes_(nodes), sources_(sources), bounds_(bounds) {}

  LineageTree build() {
    LineageTree tree;
    tree.instructions = nodes_.size() - 1;
    tree.writers_left_out = add_sources(0, 0, tree.writers);
    name_inputs(tree);
    return tree;
  }

 private:
  /// Returns how many are left out.
  std::size_t add_sources(std::uint32_t reader, unsigned depth, std::vector<LineageItem>& items) {
    const std::vector<Edge>& edges = nodes_[reader].sources;
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (i == bounds_.width || depth == bounds_.depth || count_ == bounds_.items) {
        return edges.size() - i;
      }
      ++count_;
      items.push_back(item_of(reader, edges[i]));
      LineageItem& item = items.back();
      if (item.kind != LineageItem::Kind::Instruction || item.shown_before) continue;
      // Filled apart: `items` may move.
      std::vector<LineageItem> below;
      const std::size_t left_out = add_sources(edges[i].from, depth + 1, below);
      items.back().sources = std::move(below);
      items.back().sources_left_out = left_out;
    }
    return 0;
  }

  LineageItem item_of(std::uint32_t reader, const Edge& edge) {
    LineageItem item;
    item.in_register = edge.in_register;
    if (edge.from == LineageNode::kNobody) {
      item.kind = is_input(edge) ? LineageItem::Kind::Input : LineageItem::Kind::Unwritten;
      item.read = range_of(reader, edge);
      return item;
    }
    const LineageNode& node = nodes_[edge.from];
    item.site = site_of(history_.instructions()[node.instruction], history_.tasks(), sources_);
    item.read = range_of(reader, edge);
    item.undefines = node.undefines;
    const auto [number, fresh] = numbers_.try_emplace(edge.from, numbers_.size() + 1);
    item.number = static_cast<std::uint32_t>(number->second);
    item.shown_before = !fresh;
    return item;
  }

  TaskIndex task_of(std::uint32_t node) const {
    return node == 0 ? kNoTask : history_.instructions()[nodes_[node].instruction].block.task;
  }

  /// Run arguments have contents before anybody writes.
  bool is_input(const Edge& edge) const {
    if (edge.memory.space != MemSpace::GM) return false;
    const BufferMap::Buffer* const buffer = history_.buffers().find(edge.bytes.front().begin);
    return buffer != nullptr && !buffer->heap;
  }

  LineageRange range_of(std::uint32_t reader, const Edge& edge) const {
    const std::uint64_t begin = edge.bytes.front().begin, end = edge.bytes.back().end;
    std::uint64_t bytes = 0;
    for (const ByteRange& range : edge.bytes) bytes += range.end - range.begin;
    const Span all = contiguous(begin, static_cast<std::uint32_t>(end - begin));
    return {history_.buffers().range_of(edge.memory.space, all, task_of(reader)), edge.memory.core,
            bytes};
  }

  void name_inputs(LineageTree& tree) const {
    struct Key {
      MemoryName memory;
      std::uint64_t buffer = 0;  ///< address of the tensor
      auto operator<=>(const Key&) const = default;
    };
    std::map<Key, std::pair<std::uint32_t, Edge>> all;  // with a reader, for the names of its time
    for (std::uint32_t reader = 0; reader < nodes_.size(); ++reader) {
      for (const Edge& edge : nodes_[reader].sources) {
        if (edge.from != LineageNode::kNobody) continue;
        for (const ByteRange& range : edge.bytes) {
          const BufferMap::Buffer* const buffer =
              edge.memory.space == MemSpace::GM ? history_.buffers().find(range.begin) : nullptr;
          const Key key{edge.memory, buffer == nullptr ? 0 : buffer->address};
          auto& [owner, joined] =
              all.try_emplace(key, reader, Edge{edge.from, edge.memory, {}, {}}).first->second;
          joined.bytes.push_back(range);
        }
      }
    }
    for (auto& [key, named] : all) {
      auto& [reader, edge] = named;
      edge.bytes = merged_ranges(std::move(edge.bytes));
      (is_input(edge) ? tree.inputs : tree.unwritten).push_back(range_of(reader, edge));
    }
  }

  const AccessHistory& history_;
  const std::vector<LineageNode>& nodes_;
  const SourceLookup& sources_;
  const LineageBounds bounds_;
  std::map<std::uint32_t, std::size_t> numbers_;  ///< by node
  std::size_t count_ = 0;
};

}  // namespace

LineageTree lineage_tree(const AccessHistory& history, const std::vector<LineageNode>& nodes,
                         const SourceLookup& sources, const LineageBounds& bounds) {
  return TreeBuilder(history, nodes, sources, bounds).build();
}

}  // namespace npusim::analysis
