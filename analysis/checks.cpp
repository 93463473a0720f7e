// SPDX-License-Identifier: Apache-2.0
#include "analysis/checks.h"

#include <stdexcept>

#include <fmt/format.h>

#include "analysis/describe/buffer_map.h"
#include "analysis/describe/current_instructions.h"
#include "analysis/describe/source_places.h"
#include "analysis/memory/init_check.h"
#include "analysis/memory/memory_check.h"
#include "analysis/order/order_model.h"
#include "analysis/race/race_detector.h"
#include "analysis/race/race_findings.h"
#include "analysis/result/contested.h"
#include "analysis/sync/sync_check.h"

namespace npusim::analysis {

struct Checks::Parts {
  Parts(const CheckOptions& options, const Knobs& chosen, const SourceLookup& sources)
      : knobs(chosen),
        places(sources),
        order(knobs, options.edges),
        race_findings(buffers, {order, tasks, flag_ids}, sources),
        race(knobs, order, race_findings),
        memory(buffers, tasks, instructions, sources),
        init(buffers, tasks, instructions, sources),
        sync(tasks, sources) {}

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
  RaceFindings race_findings;
  RaceDetector race;
  MemoryCheck memory;
  InitCheck init;
  SyncCheck sync;
};

CheckOptions CheckOptions::from_ids(const std::vector<std::string>& ids) {
  CheckOptions options;
  options.race = options.mem = options.init = options.sync = false;
  for (const std::string& id : ids) {
    if (id == "race") {
      options.race = true;
    } else if (id == "mem") {
      options.mem = true;
    } else if (id == "init") {
      options.init = true;
    } else if (id == "sync") {
      options.sync = true;
    } else {
      throw std::invalid_argument(
          fmt::format("unknown check '{}': expected race, mem, init or sync", id));
    }
  }
  return options;
}

Checks::Checks(const CheckOptions& options, const Knobs& knobs, const SourceLookup& sources)
    : options_(options), parts_(std::make_unique<Parts>(options, knobs, sources)) {}

Checks::~Checks() = default;

void Checks::on_issue(const IssueEvent& event) { parts_->order.on_issue(event); }

void Checks::on_instruction(const InstructionEvent& given) {
  const InstructionEvent event = parts_->at_its_place(given);
  const OrderModel::Start start = parts_->order.on_instruction(event);
  if (options_.init) parts_->init.settle();
  parts_->instructions.on_instruction(event, start.run);
  if (options_.race) parts_->race.on_instruction(event, start);
}

void Checks::on_access(const AccessEvent& event) {
  if (options_.race) parts_->race.on_access(event);
  if (options_.mem) parts_->memory.on_access(event);
  if (options_.init) parts_->init.on_access(event);
}

void Checks::on_sync(const SyncEvent& given) {
  const SyncEvent event = parts_->at_its_place(given);
  parts_->order.on_sync(event);
  parts_->flag_ids.on_sync(event);
  if (options_.init) parts_->init.settle();
  if (options_.race) parts_->race.on_sync(event);
  if (options_.sync) parts_->sync.on_sync(event);
}

void Checks::on_task_description(const TaskDescription& event) {
  parts_->tasks.add(event);
  parts_->order.on_task_description(event, parts_->race.orchestrator_accesses());
}

void Checks::on_dependency(const DependencyEvent& event) { parts_->order.tasks().add(event); }

void Checks::on_task(const TaskEvent& event) {
  // What the orchestrator wrote while it submitted the task is before the task too.
  if (event.stage != TaskStage::Submitted) return;
  parts_->order.tasks().submit(event.block.task, parts_->race.orchestrator_accesses());
}

void Checks::on_buffer(const BufferEvent& event) {
  parts_->order.on_buffer(event);
  parts_->buffers.on_buffer(event);
  parts_->memory.on_buffer();
  if (options_.init) parts_->init.on_buffer(event);
}

void Checks::on_fault(const FaultEvent& given) {
  const FaultEvent event = parts_->at_its_place(given);
  if (options_.mem) parts_->memory.on_fault(event);
  if (options_.sync) parts_->sync.on_fault(event);
}

std::vector<Finding> Checks::findings() const {
  std::vector<Finding> all;
  const auto append = [&all](const std::vector<Finding>& some) {
    all.insert(all.end(), some.begin(), some.end());
  };
  append(parts_->race_findings.findings());
  append(parts_->memory.findings());
  append(parts_->init.findings());
  append(parts_->sync.findings());
  for (Finding& finding : all) {
    weigh_contested(finding, parts_->knobs, options_.contested_errors);
  }
  return all;
}

std::size_t Checks::count() const {
  return parts_->race_findings.count() + parts_->memory.count() + parts_->init.count() +
         parts_->sync.count();
}

const RaceStatistics& Checks::race_statistics() const { return parts_->race.statistics(); }

std::size_t Checks::shadow_bytes() const { return parts_->race.shadow_bytes(); }

}  // namespace npusim::analysis
