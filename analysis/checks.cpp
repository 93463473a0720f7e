// SPDX-License-Identifier: Apache-2.0
#include "analysis/checks.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/check_registry.h"
#include "analysis/describe/source_places.h"
#include "analysis/result/consequences.h"
#include "analysis/result/contested.h"

namespace npusim::analysis {

struct Checks::Parts {
  Parts(const CheckOptions& options, const Knobs& given_knobs, const SourceLookup& sources)
      : knobs(given_knobs),
        places(sources),
        order(knobs, options.edges),
        context{knobs, sources, order, buffers, tasks, flag_ids, instructions, racy_reads} {
    for (const RegisteredCheck& check : registered_checks()) {
      if (std::find(options.ids.begin(), options.ids.end(), check.id) != options.ids.end()) {
        checks.push_back(check.make(context));
      }
    }
  }

  /// The event as the checks see it: at its place in the source.
  template <typename Event>
  Event at_its_place(Event event) {
    event.site = places.place_of(event.site);
    return event;
  }

  const Knobs knobs;
  SourcePlaces places;
  OrderModel order;
  BufferMap buffers;
  TaskTable tasks;
  FlagIds flag_ids;
  CurrentInstructions instructions;
  RacyReads racy_reads;
  const CheckContext context;
  std::vector<std::unique_ptr<Check>> checks;
  Ordinal orchestrator_accesses = 0;  ///< so far; its submissions are after them
};

CheckOptions CheckOptions::from_ids(const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    const CheckInfo* const check = find_check(id);
    if (check == nullptr || !check->selectable) {
      throw std::invalid_argument(fmt::format("unknown check '{}': expected one of {}", id,
                                              fmt::join(selectable_checks(), ", ")));
    }
  }
  CheckOptions options;
  options.ids = ids;
  return options;
}

Checks::Checks(const CheckOptions& options, const Knobs& knobs, const SourceLookup& sources)
    : options_(options), parts_(std::make_unique<Parts>(options, knobs, sources)) {}

Checks::~Checks() = default;

void Checks::on_issue(const IssueEvent& event) { parts_->order.on_issue(event); }

void Checks::on_instruction(const InstructionEvent& given) {
  const InstructionEvent event = parts_->at_its_place(given);
  const OrderModel::Start start = parts_->order.on_instruction(event);
  for (const auto& check : parts_->checks) check->on_instruction(event, start);
  parts_->instructions.on_instruction(event, start.run);
}

void Checks::on_access(const AccessEvent& event) {
  if (!is_core_agent(event.agent)) ++parts_->orchestrator_accesses;
  for (const auto& check : parts_->checks) check->on_access(event);
}

void Checks::on_sync(const SyncEvent& given) {
  const SyncEvent event = parts_->at_its_place(given);
  parts_->order.on_sync(event);
  parts_->flag_ids.on_sync(event);
  for (const auto& check : parts_->checks) check->on_sync(event);
}

void Checks::on_task_description(const TaskDescription& event) {
  parts_->tasks.add(event);
  parts_->order.on_task_description(event, parts_->orchestrator_accesses);
}

void Checks::on_dependency(const DependencyEvent& event) { parts_->order.tasks().add(event); }

void Checks::on_task(const TaskEvent& event) {
  // What the orchestrator wrote while it submitted the task is before the task too.
  if (event.stage != TaskStage::Submitted) return;
  parts_->order.tasks().submit(event.block.task, parts_->orchestrator_accesses);
}

void Checks::on_buffer(const BufferEvent& event) {
  parts_->order.on_buffer(event);
  parts_->buffers.on_buffer(event);
  for (const auto& check : parts_->checks) check->on_buffer(event);
}

void Checks::on_fault(const FaultEvent& given) {
  const FaultEvent event = parts_->at_its_place(given);
  for (const auto& check : parts_->checks) check->on_fault(event);
}

std::vector<Finding> Checks::findings() const {
  std::vector<Finding> all;
  for (const auto& check : parts_->checks) {
    for (Finding& finding : check->findings()) {
      weigh_contested(finding, parts_->knobs, options_.contested_errors);
      all.push_back(std::move(finding));
    }
  }
  fold_consequences(all);
  return all;
}

std::size_t Checks::count() const {
  std::size_t all = 0;
  for (const auto& check : parts_->checks) all += check->count();
  return all;
}

}  // namespace npusim::analysis
