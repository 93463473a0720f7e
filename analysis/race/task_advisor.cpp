// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/task_advisor.h"

#include <utility>

#include <fmt/format.h>

#include "analysis/describe/names.h"
#include "cce/port/opcode.h"

namespace npusim::analysis {
namespace {

const TaskArgument* argument_at(const TaskDescription* task, std::uint64_t address) {
  if (task == nullptr) return nullptr;
  for (const TaskArgument& argument : task->arguments) {
    if (address >= argument.buffer_address &&
        address - argument.buffer_address < argument.buffer_bytes) {
      return &argument;
    }
  }
  return nullptr;
}

bool untracked(const TaskDescription* task, const TaskArgument& argument) {
  return task->manual_scope || argument.manual_dep || argument.direction == ArgDirection::NoDep;
}

std::string explicit_fix(const std::string& first, const std::string& second) {
  return fmt::format("add an explicit dependency of {} on {}", second, first);
}

TaskAdvice not_an_argument(const std::string& task, const std::string& tensor) {
  return {"runtime.alias_by_base_pointer",
          fmt::format("{} is no argument of {}, so the runtime cannot know of the access", tensor,
                      task),
          fmt::format("declare it: add_input or add_inout of {} in {}", tensor, task)};
}

}  // namespace

TaskAdvice advise(const Race& race, const TaskTable& tasks, const std::string& tensor) {
  const std::string first = tasks.label(race.first.block.task);
  const std::string second = tasks.label(race.second.block.task);
  const TaskDescription* const first_task = tasks.find(race.first.block.task);
  const TaskDescription* const second_task = tasks.find(race.second.block.task);
  const TaskArgument* const before = argument_at(first_task, race.begin);
  const TaskArgument* const after = argument_at(second_task, race.begin);
  if (before == nullptr) return not_an_argument(first, tensor);
  if (after == nullptr) return not_an_argument(second, tensor);
  if (untracked(first_task, *before) || untracked(second_task, *after)) {
    return {"runtime.manual_untracked",
            fmt::format("{} reaches {} or {} in a manual scope, as NO_DEP or with manual_dep: the "
                        "runtime infers nothing from it",
                        tensor, first, second),
            explicit_fix(first, second)};
  }
  if (before->buffer_address != after->buffer_address) {
    return {"runtime.alias_by_base_pointer",
            fmt::format("{} and {} reach the same bytes through different base pointers", first,
                        second),
            explicit_fix(first, second) + ", or pass views of one tensor"};
  }
  if (before->direction == ArgDirection::Input && is_write(race.first)) {
    return {"runtime.writer_edge",
            fmt::format("{} writes {}, which it declares as input: no later task waits for it",
                        first, tensor),
            fmt::format("declare it with add_inout in {}", first)};
  }
  if (race.hazard == Hazard::WAR) {
    return {
        "runtime.no_war_edge",
        fmt::format("the runtime records no readers, so {} does not wait for {}, which reads "
                    "{}",
                    second, first, tensor),
        fmt::format("{}, or declare it with add_inout in {}", explicit_fix(first, second), first)};
  }
  if (after->direction == ArgDirection::OutputExisting) {
    return {"runtime.output_existing_no_waw",
            fmt::format("{} takes {} with add_output, which waits for no earlier writer such as {}",
                        second, tensor, first),
            fmt::format("declare it with add_inout in {}", second)};
  }
  if (size_bytes(before->dtype) != size_bytes(after->dtype)) {
    return {"runtime.alias_by_base_pointer",
            fmt::format("{} takes {} as {} and {} as {}: the runtime compares offsets in elements, "
                        "which are not of one size",
                        first, tensor, name(before->dtype), second, name(after->dtype)),
            explicit_fix(first, second) + ", or pass views of one element size"};
  }
  return {"runtime.writer_edge",
          fmt::format("the views of {} that {} and {} declare do not overlap, but what they touch "
                      "does",
                      tensor, first, second),
          fmt::format("declare in both tasks the region they touch, or {}",
                      explicit_fix(first, second))};
}

TaskAdvice advise_orchestrator(const Race& race, const TaskTable& tasks, const std::string& tensor,
                               const std::string& line) {
  const bool task_first = is_core_agent(race.first.agent);
  const Access& in_task = task_first ? race.first : race.second;
  const Access& own = task_first ? race.second : race.first;
  const std::string task = tasks.label(in_task.block.task);
  const std::string call = opcode_name(own.opcode);
  const auto advice = [](std::string missing_edge, std::string fix) {
    return TaskAdvice{"runtime.scalar_access", std::move(missing_edge), std::move(fix)};
  };
  if (own.opcode == static_cast<std::uint16_t>(isa::Opcode::AICPU_LOAD)) {
    return advice(fmt::format("a plain load of the orchestration waits for no task, not for {} "
                              "either",
                              task),
                  fmt::format("get_tensor_data of {} in {}", tensor, line));
  }
  const TaskDescription* const description = tasks.find(in_task.block.task);
  const TaskArgument* const argument = argument_at(description, race.begin);
  if (argument == nullptr) {
    return advice(
        fmt::format("{} is no argument of {}, so {} does not wait for it", tensor, task, call),
        fmt::format("declare it: add_inout of {} in {}", tensor, task));
  }
  if (untracked(description, *argument)) {
    return advice(
        fmt::format("{} reaches {} in a manual scope, as NO_DEP or with manual_dep, where "
                    "{} does not look for it",
                    task, tensor, call),
        fmt::format("submit {} in an automatic scope with add_inout of {}", task, tensor));
  }
  return advice(fmt::format("{} waits for recorded writers and their consumers, and {}, which {} "
                            "{}, is neither",
                            call, task, is_write(in_task) ? "writes" : "only reads", tensor),
                fmt::format("declare it with add_inout in {}", task));
}

}  // namespace npusim::analysis
