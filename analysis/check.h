// SPDX-License-Identifier: Apache-2.0
// One check of a run's events. To add one: its class, and a row in check_registry.cpp (and one in
// result/check_table.cpp if --checks is to name it apart).
#pragma once

#include <cstddef>
#include <vector>

#include "analysis/describe/buffer_map.h"
#include "analysis/describe/current_instructions.h"
#include "analysis/describe/task_table.h"
#include "analysis/order/order_model.h"
#include "analysis/race/flag_ids.h"
#include "analysis/race/racy_reads.h"
#include "analysis/result/finding.h"
#include "models/arch/event.h"
#include "models/arch/knobs.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

/// What the checks share. It has seen an event before a check does, but for the instruction that
/// starts: until the checks have seen it, `instructions` holds the one before.
struct CheckContext {
  const Knobs& knobs;
  const SourceLookup& sources;
  const OrderModel& order;
  const BufferMap& buffers;
  const TaskTable& tasks;
  const FlagIds& flag_ids;
  const CurrentInstructions& instructions;
  RacyReads& racy_reads;
};

class Check {
 public:
  virtual ~Check() = default;

  virtual void on_instruction(const InstructionEvent&, const OrderModel::Start&) {}
  virtual void on_access(const AccessEvent&) {}
  virtual void on_sync(const SyncEvent&) {}
  virtual void on_buffer(const BufferEvent&) {}
  virtual void on_fault(const FaultEvent&) {}

  /// In order of first occurrence. Call it once all events are in: what becomes of a value, or
  /// whether a wait is part of a deadlock, is known at the end.
  virtual std::vector<Finding> findings() const = 0;
  /// Grows whenever findings() has something new to say. Costs nothing.
  virtual std::size_t count() const = 0;
};

}  // namespace npusim::analysis
