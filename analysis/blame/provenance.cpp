// SPDX-License-Identifier: Apache-2.0
#include "analysis/blame/provenance.h"

#include <algorithm>

namespace npusim::analysis {

Provenance::Provenance(std::size_t exact)
    : exact_(exact),
      instructions_(1),
      sources_(1),
      current_(kAgentCount, 0),
      scalar_loads_(kCoreCount) {}

void Provenance::on_instruction(const InstructionEvent& event) {
  if (instructions_.size() <= exact_) {
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
  const auto node = static_cast<Node>(instructions_.size());
  instructions_.push_back(seen(event));
  sources_.emplace_back();
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
  std::vector<Node>& sources = sources_[node];
  if (source == node || (!sources.empty() && sources.back() == source)) return;
  // A node of many instructions meets the same sources again.
  const bool many = node > exact_;
  if (many && std::find(sources.begin(), sources.end(), source) != sources.end()) return;
  sources.push_back(source);
}

Provenance::Node Provenance::last_writer(std::uint64_t gm_address) const {
  Node writer = 0;
  writers_.read(MemSpace::GM, 0, contiguous(gm_address, 1), [&](Node node) { writer = node; });
  return writer;
}

std::vector<Provenance::Node> Provenance::history(Node node) const {
  std::vector<bool> seen(instructions_.size(), false);
  std::vector<Node> waiting{node};
  std::vector<Node> found;
  seen[node] = true;
  while (!waiting.empty()) {
    const Node next = waiting.back();
    waiting.pop_back();
    found.push_back(next);
    for (const Node source : sources_[next]) {
      if (seen[source]) continue;
      seen[source] = true;
      waiting.push_back(source);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace npusim::analysis
