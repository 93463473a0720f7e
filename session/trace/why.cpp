// SPDX-License-Identifier: Apache-2.0
#include "session/trace/why.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "analysis/describe/row_coverage.h"
#include "analysis/golden/element_value.h"
#include "session/run/zero_pages.h"
#include "session/trace/element_name.h"
#include "traces/arrays/array_file.h"
#include "traces/read/trace_reader.h"

namespace npusim::session {
namespace {

/// The bytes of the element in an array of the trace; empty if it has none.
std::vector<std::byte> element_bytes(const std::string& path, const traces::TraceInfo& info,
                                     const std::string& group, const NamedElements& element) {
  if (!info.outcome.complete || element.elements != 1) return {};
  for (const traces::DataArray& array : info.header.arrays) {
    if (array.group != group || array.name != element.tensor.event.name) continue;
    const std::uint64_t size = size_bytes(array.dtype);
    std::uint64_t bytes = size;
    for (const std::uint64_t extent : array.shape) bytes *= extent;
    if ((element.first + 1) * size > bytes) return {};
    const ZeroPages data(bytes);
    traces::read_array(path, group + "/" + array.name, data.data());
    const std::byte* const at = data.data() + element.first * size;
    return {at, at + size};
  }
  return {};
}

void add_values(const std::string& path, const traces::TraceInfo& info,
                const NamedElements& element, WhyAnswer& answer) {
  const std::vector<std::byte> value = element_bytes(path, info, "outputs", element);
  const std::vector<std::byte> golden = element_bytes(path, info, "goldens", element);
  if (!value.empty()) answer.value = analysis::element_value(answer.dtype, value.data(), 0);
  if (!golden.empty()) answer.golden = analysis::element_value(answer.dtype, golden.data(), 0);
  answer.same_bits = !value.empty() && value == golden;
}

/// Which rows of the tensor no task wrote, and how many blocks would have covered them.
std::string missing_rows(const analysis::AccessHistory& history, const NamedElements& elements) {
  const BufferEvent& tensor = elements.tensor.event;
  analysis::RowCoverage coverage({tensor.name, tensor.owner, tensor.address, tensor.bytes,
                                  tensor.dtype, tensor.shape, false, false});
  for (std::size_t i = 0; i < elements.tensor.until; ++i) {
    const analysis::AccessHistory::Access& access = history.accesses()[i];
    if (access.space != MemSpace::GM || !writes(access.kind)) continue;
    if (access.span.end() <= tensor.address ||
        access.span.lowest() >= tensor.address + tensor.bytes)
      continue;
    const std::uint64_t first = std::max(access.span.lowest(), tensor.address) - tensor.address;
    const std::uint64_t last =
        std::min(access.span.end(), tensor.address + tensor.bytes) - 1 - tensor.address;
    for (std::uint64_t row = first / coverage.row_bytes(); row <= last / coverage.row_bytes();
         ++row)
      coverage.written(row, history.instructions()[access.instruction].block);
  }
  return coverage.text(history.tasks());
}

void add_notes(const traces::TraceInfo& info, const traces::ReplaySummary& replayed,
               const analysis::AccessHistory& history, const NamedElements& elements,
               WhyAnswer& answer) {
  if (!info.header.local_accesses) {
    answer.notes.push_back(
        "The trace has no accesses to local memories, so what came through UB, L1 and the others "
        "is not followed; record it with --trace-local.");
  }
  if (!info.header.slice.empty()) {
    answer.notes.push_back(
        fmt::format("The trace is a part of a larger one ({}); what was left out is not seen.",
                    info.header.slice));
  }
  if (!info.outcome.complete) {
    answer.notes.push_back(
        fmt::format("The recording was cut off; {} events were read.", replayed.delivered));
  }
  const bool unwritten =
      std::ranges::any_of(answer.tree.writers, [](const analysis::LineageItem& item) {
        return item.kind != analysis::LineageItem::Kind::Instruction;
      });
  if (!unwritten) return;
  const std::string rows = missing_rows(history, elements);
  if (!rows.empty()) answer.notes.push_back(rows);
}

}  // namespace

WhyAnswer why(const std::string& path, const std::string& elements,
              const analysis::LineageBounds& bounds) {
  const traces::TraceReader trace(path);
  analysis::AccessHistory history;
  const traces::ReplaySummary replayed = trace.replay_events(history);
  const NamedElements named = find_elements(history, elements);
  const std::vector<analysis::LineageNode> nodes =
      analysis::lineage(history, named.bytes, named.tensor.until);
  WhyAnswer answer;
  answer.trace = path;
  answer.elements = named.text;
  answer.dtype = named.tensor.event.dtype;
  answer.tree = analysis::lineage_tree(history, nodes, trace, bounds);
  add_values(path, trace.info(), named, answer);
  add_notes(trace.info(), replayed, history, named, answer);
  return answer;
}

}  // namespace npusim::session
