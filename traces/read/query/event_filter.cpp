// SPDX-License-Identifier: Apache-2.0
// Criteria are applied one after the other, column by column: only columns that a criterion needs
// are read, and no event is built.
#include "traces/read/query/event_filter.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "models/arch/span.h"
#include "traces/read/query/filter_names.h"
#include "traces/read/table_reader.h"

namespace npusim::traces {
namespace {

using Numbers = std::vector<std::uint64_t>;

/// Whether an access touches a byte of `bytes`.
bool touches(const Span& span, const NumberRange& bytes) {
  if (span.end() <= bytes.begin || span.lowest() >= bytes.end) return false;
  for (std::uint32_t group = 0; group < span.groups; ++group) {
    for (std::uint32_t run = 0; run < span.runs; ++run) {
      const std::uint64_t begin =
          span.address + static_cast<std::uint64_t>(std::int64_t{group} * span.group_stride +
                                                    std::int64_t{run} * span.run_stride);
      if (begin < bytes.end && begin + span.run_bytes > bytes.begin) return true;
    }
  }
  return false;
}

/// Columns that several kinds of event share, and where they are.
struct Place {
  EventKind kind;
  Table table;
  unsigned agent, task, block, cycle;
};
constexpr unsigned kNoColumn = ~0u;

constexpr Place kPlaces[] = {
    {EventKind::Issue, Table::instructions, instructions::agent, instructions::task,
     instructions::block, instructions::issue_cycle},
    {EventKind::Instruction, Table::instructions, instructions::agent, instructions::task,
     instructions::block, instructions::start_cycle},
    {EventKind::Completion, Table::instructions, instructions::agent, instructions::task,
     instructions::block, instructions::end_cycle},
    {EventKind::Sync, Table::syncs, syncs::agent, syncs::task, syncs::block, syncs::cycle},
    {EventKind::TaskDescription, Table::task_descriptions, kNoColumn, task_descriptions::task,
     kNoColumn, task_descriptions::cycle},
    {EventKind::Dependency, Table::dependencies, kNoColumn, dependencies::consumer, kNoColumn,
     dependencies::cycle},
    {EventKind::Task, Table::tasks, tasks::agent, tasks::task, tasks::block, tasks::cycle},
    {EventKind::Buffer, Table::buffers, kNoColumn, buffers::owner, kNoColumn, buffers::cycle},
    {EventKind::Choice, Table::choices, choices::agent, kNoColumn, kNoColumn, choices::cycle},
    {EventKind::Fault, Table::faults, faults::agent, faults::task, faults::block, faults::cycle},
};

class Selector {
 public:
  Selector(const TraceReader& trace, const EventFilter& filter)
      : trace_(trace), filter_(filter), resolved_(resolve(trace, filter)) {}

  Selection run() {
    select_kinds();
    for (const Place& place : kPlaces) select_place(place);
    select_accesses();
    select_memory();
    select_unmatched();
    return std::move(selection_);
  }

 private:
  bool filters_agents() const { return !filter_.cores.empty() || !filter_.pipes.empty(); }
  bool filters_memory() const {
    return !filter_.spaces.empty() || filter_.addresses || !filter_.tensors.empty();
  }
  bool matches_block(std::uint64_t block) const {
    return std::ranges::find(filter_.blocks, static_cast<std::int32_t>(block)) !=
           filter_.blocks.end();
  }
  bool matches_memory(MemSpace space, const Span& span, Cycle cycle) const {
    if (!resolved_.spaces[static_cast<unsigned>(space)]) return false;
    if (filter_.addresses && !touches(span, *filter_.addresses)) return false;
    return filter_.tensors.empty() ||
           std::ranges::any_of(resolved_.tensors, [&](const TensorLife& life) {
             return space == MemSpace::GM && life.cycles.contains(cycle) &&
                    touches(span, life.bytes);
           });
  }

  /// Takes away the events of a kind that do not fulfil `predicate(row)`.
  template <class Predicate>
  void keep(EventKind kind, Predicate predicate) {
    std::vector<bool>& rows = selection_.of(kind);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (rows[row] && !predicate(row)) rows[row] = false;
    }
  }
  void keep_none(EventKind kind) { selection_.of(kind).assign(selection_.of(kind).size(), false); }
  bool is_empty(EventKind kind) const {
    return std::ranges::find(selection_.of(kind), true) == selection_.of(kind).end();
  }

  void select_kinds() {
    const auto start = [&](EventKind kind, Table table) {
      TableReader reader = trace_.open(table);
      const std::vector<bool>& wanted = resolved_.kinds[static_cast<unsigned>(kind)];
      const bool any = std::ranges::find(wanted, true) != wanted.end();
      selection_.of(kind).assign(reader.rows(), any);
      if (!any || std::ranges::find(wanted, false) == wanted.end()) return;
      const Numbers values = reader.numbers(own_kind(kind).column);
      keep(kind,
           [&](std::size_t row) { return values[row] < wanted.size() && wanted[values[row]]; });
    };
    for (const Place& place : kPlaces) start(place.kind, place.table);
    start(EventKind::Access, Table::accesses);
  }

  void select_place(const Place& place) {
    if (is_empty(place.kind)) return;
    TableReader reader = trace_.open(place.table);
    if (filters_agents()) select_agents(place, reader);
    if (!filter_.tasks.empty()) select_tasks(place, reader);
    if (!filter_.blocks.empty()) {
      if (place.block == kNoColumn) return keep_none(place.kind);
      const Numbers& blocks = column(place.table, reader, place.block);
      keep(place.kind, [&](std::size_t row) { return matches_block(blocks[row]); });
    }
    if (filter_.cycles) {
      const Numbers& cycles = column(place.table, reader, place.cycle);
      keep(place.kind, [&](std::size_t row) { return filter_.cycles->contains(cycles[row]); });
    }
  }

  void select_agents(const Place& place, TableReader& reader) {
    if (place.agent == kNoColumn) return keep_none(place.kind);
    const Numbers& agents = column(place.table, reader, place.agent);
    const auto is_agent = [&](std::size_t row) {
      return agents[row] < kAgentCount && resolved_.agents[agents[row]];
    };
    if (place.kind != EventKind::Task || !filter_.pipes.empty()) {
      return keep(place.kind, is_agent);
    }
    // A dispatch concerns a core as well as the thread that does it.
    const Numbers stages = reader.numbers(tasks::stage);
    const Numbers cores = reader.numbers(tasks::core);
    keep(place.kind, [&](std::size_t row) {
      const auto stage = static_cast<TaskStage>(stages[row]);
      const bool has_core = stage == TaskStage::Dispatched || stage == TaskStage::FinSeen;
      return is_agent(row) || (has_core && cores[row] < kCoreCount && resolved_.cores[cores[row]]);
    });
  }

  void select_tasks(const Place& place, TableReader& reader) {
    if (place.task == kNoColumn) return keep_none(place.kind);
    const Numbers& tasks = column(place.table, reader, place.task);
    const auto is_task = [&](std::uint64_t task) {
      return resolved_.tasks.contains(static_cast<TaskIndex>(task));
    };
    if (place.kind != EventKind::Dependency) {
      return keep(place.kind, [&](std::size_t row) { return is_task(tasks[row]); });
    }
    const Numbers producers = reader.numbers(dependencies::producer);
    keep(place.kind,
         [&](std::size_t row) { return is_task(tasks[row]) || is_task(producers[row]); });
  }

  /// Accesses have agent, task, block and cycle from their instruction.
  void select_accesses() {
    if (is_empty(EventKind::Access)) return;
    TableReader reader = trace_.open(Table::accesses);
    TableReader parents = trace_.open(Table::instructions);
    if (filters_agents()) {
      const Numbers agents =
          column_of_accesses(reader, accesses::agent, kNone16, parents, instructions::agent);
      keep(EventKind::Access, [&](std::size_t row) {
        return agents[row] < kAgentCount && resolved_.agents[agents[row]];
      });
    }
    if (!filter_.tasks.empty() || !filter_.blocks.empty()) {
      const Numbers references = reader.numbers(accesses::instruction);
      const Numbers& tasks = column(Table::instructions, parents, instructions::task);
      const Numbers& blocks = column(Table::instructions, parents, instructions::block);
      keep(EventKind::Access, [&](std::size_t row) {
        const std::uint64_t parent = references[row];
        return parent < tasks.size() &&
               (filter_.tasks.empty() ||
                resolved_.tasks.contains(static_cast<TaskIndex>(tasks[parent]))) &&
               (filter_.blocks.empty() || matches_block(blocks[parent]));
      });
    }
    if (filter_.cycles || !filter_.tensors.empty()) {
      access_cycles_ =
          column_of_accesses(reader, accesses::cycle, kNone64, parents, instructions::start_cycle);
    }
    if (filter_.cycles) {
      keep(EventKind::Access,
           [&](std::size_t row) { return filter_.cycles->contains(access_cycles_[row]); });
    }
  }

  /// A column of accesses whose value `usual` stands for that of the instruction.
  static Numbers column_of_accesses(TableReader& reader, unsigned column, std::uint64_t usual,
                                    TableReader& parents, unsigned parent_column) {
    Numbers values = reader.numbers(column);
    const Numbers references = reader.numbers(accesses::instruction);
    const Numbers parent_values = parents.numbers(parent_column);
    for (std::size_t row = 0; row < values.size(); ++row) {
      if (values[row] == usual && references[row] < parent_values.size()) {
        values[row] = parent_values[references[row]];
      }
    }
    return values;
  }

  void select_memory() {
    if (!filters_memory()) return;
    for (const EventKind kind :
         {EventKind::Issue, EventKind::Instruction, EventKind::Completion,
          EventKind::TaskDescription, EventKind::Dependency, EventKind::Task, EventKind::Choice}) {
      keep_none(kind);
    }
    if (!is_empty(EventKind::Access)) {
      TableReader reader = trace_.open(Table::accesses);
      keep_spans(EventKind::Access, reader, accesses::space, accesses::address, access_cycles_);
    }
    if (!is_empty(EventKind::Fault)) {
      TableReader reader = trace_.open(Table::faults);
      keep_spans(EventKind::Fault, reader, faults::space, faults::address,
                 reader.numbers(faults::cycle));
    }
    keep_stretches(EventKind::Sync, Table::syncs, syncs::address, syncs::bytes, syncs::cycle);
    keep_stretches(EventKind::Buffer, Table::buffers, buffers::address, buffers::bytes,
                   buffers::cycle);
  }

  /// A whole column, kept: several kinds of event share those of /instructions.
  const Numbers& column(Table table, TableReader& reader, unsigned number) {
    const auto [known, added] = columns_.try_emplace({table, number});
    if (added) known->second = reader.numbers(number);
    return known->second;
  }

  /// The columns from address to group_stride stand in the same order wherever there is a span.
  void keep_spans(EventKind kind, TableReader& reader, unsigned space, unsigned address,
                  const Numbers& cycles) {
    const Numbers spaces = reader.numbers(space);
    if (!filter_.addresses && filter_.tensors.empty()) {
      return keep(kind, [&](std::size_t row) {
        return spaces[row] < kMemSpaceCount && resolved_.spaces[spaces[row]];
      });
    }
    // Chunk by chunk: whole columns would be memory that is touched once.
    std::vector<bool>& rows = selection_.of(kind);
    Numbers parts[6];
    for (std::uint64_t first = 0; first < rows.size(); first += reader.chunk_rows()) {
      const std::size_t count = std::min<std::size_t>(reader.chunk_rows(), rows.size() - first);
      const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(first);
      if (std::find(begin, begin + static_cast<std::ptrdiff_t>(count), true) ==
          begin + static_cast<std::ptrdiff_t>(count)) {
        continue;
      }
      for (unsigned i = 0; i < 6; ++i) {
        parts[i].resize(count);
        reader.numbers(address + i, first, parts[i]);
      }
      for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t row = first + i;
        if (!rows[row]) continue;
        Span span;
        span.address = parts[0][i];
        span.run_bytes = static_cast<std::uint32_t>(parts[1][i]);
        span.runs = static_cast<std::uint32_t>(parts[2][i]);
        span.run_stride = static_cast<std::int64_t>(parts[3][i]);
        span.groups = static_cast<std::uint32_t>(parts[4][i]);
        span.group_stride = static_cast<std::int64_t>(parts[5][i]);
        rows[row] =
            spaces[row] < kMemSpaceCount && matches_memory(static_cast<MemSpace>(spaces[row]), span,
                                                           cycles.empty() ? 0 : cycles[row]);
      }
    }
  }

  /// Stretches of GM; those of no bytes have no address.
  void keep_stretches(EventKind kind, Table table, unsigned address, unsigned bytes,
                      unsigned cycle) {
    if (is_empty(kind)) return;
    TableReader reader = trace_.open(table);
    const Numbers addresses = reader.numbers(address);
    const Numbers sizes = reader.numbers(bytes);
    const Numbers cycles = reader.numbers(cycle);
    keep(kind, [&](std::size_t row) {
      if (sizes[row] == 0) return false;
      Span span;
      span.address = addresses[row];
      span.run_bytes = static_cast<std::uint32_t>(std::min<std::uint64_t>(sizes[row], kNone32));
      return matches_memory(MemSpace::GM, span, cycles[row]);
    });
  }

  /// Issues and completions without an instruction have an agent and a cycle only.
  void select_unmatched() {
    TableReader reader = trace_.open(Table::unmatched);
    selection_.unmatched.assign(reader.rows(), false);
    if (filters_memory() || !filter_.tasks.empty() || !filter_.blocks.empty()) return;
    for (std::uint64_t row = 0; row < reader.rows(); ++row) {
      const std::uint64_t agent = reader.number(unmatched::agent, row);
      selection_.unmatched[row] =
          resolved_.kinds[reader.number(unmatched::kind, row)][0] &&
          (!filters_agents() || (agent < kAgentCount && resolved_.agents[agent])) &&
          (!filter_.cycles || filter_.cycles->contains(reader.number(unmatched::cycle, row)));
    }
  }

  const TraceReader& trace_;
  const EventFilter& filter_;
  ResolvedFilter resolved_;
  Selection selection_;
  std::map<std::pair<Table, unsigned>, Numbers> columns_;
  Numbers access_cycles_;
};

}  // namespace

std::string EventFilter::text() const {
  std::string text;
  const auto add = [&](std::string_view option, const auto& values) {
    for (const auto& value : values) text += fmt::format(" {} '{}'", option, value);
  };
  const auto add_interval = [&](std::string_view option, const std::optional<NumberRange>& interval,
                                std::string_view form) {
    if (!interval) return;
    text += fmt::format(" {} ", option) +
            fmt::format(fmt::runtime(form), interval->begin, interval->end);
  };
  add("--task", tasks);
  add("--block", blocks);
  add("--core", cores);
  add("--pipe", pipes);
  add("--space", spaces);
  add("--tensor", tensors);
  add_interval("--address", addresses, "{:#x}:{:#x}");
  add_interval("--cycles", cycles, "{}:{}");
  add("--kind", kinds);
  return text.empty() ? text : text.substr(1);
}

Selection select(const TraceReader& trace, const EventFilter& filter) {
  return Selector(trace, filter).run();
}

}  // namespace npusim::traces
