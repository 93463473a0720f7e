// SPDX-License-Identifier: Apache-2.0
#include "traces/read/query/filter_names.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "traces/read/table_reader.h"

namespace npusim::traces {
namespace {

/// Lower case, without blanks and underscores.
std::string folded(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == ' ' || c == '_') continue;
    result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

[[noreturn]] void unknown(std::string_view what, std::string_view word, std::string_view choices) {
  throw std::invalid_argument(
      fmt::format("no {} of this trace is called '{}'; there are: {}", what, word, choices));
}

const std::vector<std::string>& names_of(std::string_view table) {
  return std::ranges::find(name_tables(), table, &NameTable::name)->names;
}

std::set<TaskIndex> find_tasks(const TraceReader& trace, const std::vector<std::string>& words) {
  const std::vector<std::string> names =
      trace.texts(Table::task_descriptions, task_descriptions::name);
  const std::vector<std::uint64_t> numbers =
      trace.open(Table::task_descriptions).numbers(task_descriptions::task);
  std::set<TaskIndex> tasks;
  for (const std::string& word : words) {
    TaskIndex number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error == std::errc{} && end == word.data() + word.size()) {
      tasks.insert(number);
      continue;
    }
    const std::size_t before = tasks.size();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (folded(names[i]) == folded(word)) tasks.insert(static_cast<TaskIndex>(numbers[i]));
    }
    if (tasks.size() == before) unknown("task", word, fmt::format("{}", fmt::join(names, ", ")));
  }
  return tasks;
}

std::vector<bool> find_cores(const std::vector<std::string>& words) {
  std::vector<bool> cores(kCoreCount, words.empty());
  for (const std::string& word : words) {
    for (unsigned core = 0; core < kCoreCount; ++core) {
      const std::string name = folded(core_name(static_cast<CoreId>(core)));
      if (name == folded(word) || name.substr(0, 3) == folded(word)) cores[core] = true;
    }
  }
  return cores;
}

/// Agents of the cores and pipes; threads of the AICPU are cores without pipes.
std::vector<bool> find_agents(const EventFilter& filter, const std::vector<bool>& cores) {
  std::vector<bool> pipes(kPipeCount, filter.pipes.empty());
  for (const std::string& word : filter.pipes) {
    const std::vector<std::string>& names = names_of("pipe");
    const auto name = std::ranges::find(names, folded(word), folded);
    if (name == names.end()) unknown("pipe", word, fmt::format("{}", fmt::join(names, ", ")));
    pipes[static_cast<std::size_t>(name - names.begin())] = true;
  }
  std::vector<bool> agents(kAgentCount);
  for (AgentId agent = 0; agent < kOrchestratorAgent; ++agent) {
    agents[agent] = cores[core_of(agent)] && pipes[static_cast<unsigned>(pipe_of(agent))];
  }
  for (AgentId agent = kOrchestratorAgent; agent < kAgentCount; ++agent) {
    const std::string name = folded(agent_name(agent));
    const auto is_named = [&](const std::string& word) {
      return folded(word) == "aicpu" || name == folded(word) || name == folded(word) + name.back();
    };
    agents[agent] = filter.pipes.empty() &&
                    (filter.cores.empty() || std::ranges::any_of(filter.cores, is_named));
  }
  for (const std::string& word : filter.cores) {
    const std::vector<bool> cores_of_word = find_cores({word});
    const bool any_core = std::ranges::count(cores_of_word, true) > 0;
    const bool any_thread = folded(word) == "aicpu" || folded(word) == "scheduler";
    const bool is_agent = std::ranges::any_of(
        names_of("agent"), [&](const std::string& name) { return folded(name) == folded(word); });
    if (!any_core && !any_thread && !is_agent) {
      unknown("core", word, "AIC 0 to 23, AIV 0 to 47, AIC, AIV, orchestrator, scheduler 0 to 2");
    }
  }
  return agents;
}

std::array<bool, kMemSpaceCount> find_spaces(const std::vector<std::string>& words) {
  std::array<bool, kMemSpaceCount> spaces;
  spaces.fill(words.empty());
  const std::vector<std::string>& names = names_of("space");
  for (const std::string& word : words) {
    const auto name = std::ranges::find(names, folded(word), folded);
    if (name == names.end()) unknown("memory", word, fmt::format("{}", fmt::join(names, ", ")));
    spaces[static_cast<std::size_t>(name - names.begin())] = true;
  }
  return spaces;
}

std::vector<TensorLife> find_tensors(const TraceReader& trace,
                                     const std::vector<std::string>& words) {
  if (words.empty()) return {};
  const std::vector<std::string> names = trace.texts(Table::buffers, buffers::name);
  TableReader table = trace.open(Table::buffers);
  const auto begins = [&](std::uint64_t row) {
    return static_cast<BufferEvent::Kind>(table.number(buffers::kind, row)) !=
           BufferEvent::Kind::HeapReleased;
  };
  std::vector<TensorLife> lives;
  for (const std::string& word : words) {
    const std::size_t before = lives.size();
    for (std::uint64_t row = 0; row < names.size(); ++row) {
      if (folded(names[row]) != folded(word) || !begins(row)) continue;
      const std::uint64_t address = table.number(buffers::address, row);
      TensorLife life{{address, address + table.number(buffers::bytes, row)},
                      {table.number(buffers::cycle, row), kNone64}};
      // Released memory keeps its content, and its name, until it is another's.
      for (std::uint64_t later = row + 1; later < names.size(); ++later) {
        const std::uint64_t other = table.number(buffers::address, later);
        if (!begins(later) || other >= life.bytes.end ||
            other + table.number(buffers::bytes, later) <= address) {
          continue;
        }
        life.cycles.end = table.number(buffers::cycle, later);
        break;
      }
      lives.push_back(life);
    }
    if (lives.size() == before) {
      const std::set<std::string> unique(names.begin(), names.end());
      unknown("tensor", word, fmt::format("{}", fmt::join(unique, ", ")));
    }
  }
  return lives;
}

void find_kinds(const std::vector<std::string>& words, ResolvedFilter& resolved) {
  std::vector<bool> found(words.size(), words.empty());
  for (unsigned kind = 0; kind < kEventKindCount; ++kind) {
    const OwnKind own = own_kind(static_cast<EventKind>(kind));
    const std::vector<std::string> names =
        own.names.empty() ? std::vector<std::string>{""} : names_of(own.names);
    resolved.kinds[kind].assign(names.size(), words.empty());
    for (std::size_t w = 0; w < words.size(); ++w) {
      const bool whole = folded(words[w]) == folded(names_of("event_kind")[kind]);
      found[w] = found[w] || whole;
      for (std::size_t i = 0; i < names.size(); ++i) {
        if (!whole && folded(words[w]) != folded(names[i])) continue;
        resolved.kinds[kind][i] = true;
        found[w] = true;
      }
    }
  }
  for (std::size_t w = 0; w < words.size(); ++w) {
    if (found[w]) continue;
    unknown("kind of event", words[w],
            fmt::format("{}; and what these are of their kind (Write, SetFlag, Ready ...): "
                        "/names at the end of `npusim trace schema`",
                        fmt::join(names_of("event_kind"), ", ")));
  }
}

}  // namespace

OwnKind own_kind(EventKind kind) {
  switch (kind) {
    case EventKind::Access:
      return {"access_kind", accesses::kind};
    case EventKind::Sync:
      return {"sync_kind", syncs::kind};
    case EventKind::Task:
      return {"task_stage", tasks::stage};
    case EventKind::Dependency:
      return {"dependency_reason", dependencies::reason};
    case EventKind::Buffer:
      return {"buffer_kind", buffers::kind};
    case EventKind::Choice:
      return {"choice_kind", choices::kind};
    case EventKind::Fault:
      return {"fault_kind", faults::kind};
    case EventKind::Issue:
    case EventKind::Instruction:
    case EventKind::Completion:
    case EventKind::TaskDescription:
      break;
  }
  return {"", 0};
}

ResolvedFilter resolve(const TraceReader& trace, const EventFilter& filter) {
  ResolvedFilter resolved;
  resolved.tasks = find_tasks(trace, filter.tasks);
  resolved.cores = find_cores(filter.cores);
  resolved.agents = find_agents(filter, resolved.cores);
  resolved.spaces = find_spaces(filter.spaces);
  resolved.tensors = find_tensors(trace, filter.tensors);
  find_kinds(filter.kinds, resolved);
  return resolved;
}

}  // namespace npusim::traces
