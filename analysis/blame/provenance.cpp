// SPDX-License-Identifier: Apache-2.0
#include "analysis/blame/provenance.h"

#include <algorithm>

namespace npusim::analysis {

Provenance::Provenance(std::size_t exact)
    : exact_(exact), current_(kAgentCount, 0), scalar_loads_(kCoreCount) {
  nodes_.push_back({});
  links_.push_back({});
}

void Provenance::on_instruction(const InstructionEvent& event) {
  if (nodes_.size() <= exact_) {
    current_[event.agent] = new_node(event);
    return;
  }
  const Line line{event.site,  event.opcode,     event.tile_op,
                  event.agent, event.block.task, event.block.block};
  const auto [found, fresh] = nodes_of_lines_.try_emplace(line, 0);
  if (fresh) found->second = new_node(event);
  current_[event.agent] = found->second;
}

Provenance::Node Provenance::new_node(const InstructionEvent& event) {
  const auto node = static_cast<Node>(nodes_.size());
  nodes_.push_back({seen(event), 0});
  return node;
}

void Provenance::on_access(const AccessEvent& event) {
  if (!is_core_agent(event.agent)) return;
  const Node node = current_[event.agent];
  const CoreId core = core_of(event.agent);
  if (reads(event.kind)) {
    writers_.read(event.space, core, event.span, [&](Node source) { add_source(node, source); });
  }
  if (pipe_of(event.agent) == Pipe::S) {
    std::vector<Node>& loads = scalar_loads_[core];
    if (event.kind == AccessKind::Read) {
      const bool known =
          node > exact_ && std::find(loads.begin(), loads.end(), node) != loads.end();
      if (!known) loads.push_back(node);
    } else {
      for (const Node load : loads) add_source(node, load);
      loads.clear();
    }
  }
  if (writes(event.kind)) writers_.write(event.space, core, event.span, node);
}

void Provenance::add_source(Node node, Node source) {
  Made& made = nodes_[node];
  if (source == node || (made.sources != 0 && links_[made.sources].source == source)) return;
  // A node of many instructions meets the same sources again.
  if (node > exact_ && has_source(node, source)) return;
  links_.push_back({source, made.sources});
  made.sources = static_cast<std::uint32_t>(links_.size() - 1);
}

bool Provenance::has_source(Node node, Node source) const {
  std::uint32_t link = nodes_[node].sources;
  while (link != 0 && links_[link].source != source) link = links_[link].next;
  return link != 0;
}

Provenance::Node Provenance::last_writer(std::uint64_t gm_address) const {
  Node writer = 0;
  writers_.read(MemSpace::GM, 0, contiguous(gm_address, 1), [&](Node node) { writer = node; });
  return writer;
}

std::vector<Provenance::Node> Provenance::history(Node node) const {
  std::vector<bool> seen(nodes_.size(), false);
  std::vector<Node> waiting{node};
  std::vector<Node> found;
  seen[node] = true;
  while (!waiting.empty()) {
    const Node next = waiting.back();
    waiting.pop_back();
    found.push_back(next);
    for (std::uint32_t link = nodes_[next].sources; link != 0; link = links_[link].next) {
      const Node source = links_[link].source;
      if (seen[source]) continue;
      seen[source] = true;
      waiting.push_back(source);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace npusim::analysis
