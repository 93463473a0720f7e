// SPDX-License-Identifier: Apache-2.0
// Names of the enumerations in models/arch, in their order.
#include <stdexcept>

#include "models/arch/choice_source.h"
#include "models/arch/event.h"
#include "traces/format/schema.h"

namespace npusim::traces {
namespace {

/// name(value) for every value of an enumeration of models/arch that has names of its own.
template <class Enum>
NameTable named(std::string_view table, unsigned count) {
  NameTable result{table, {}};
  for (unsigned i = 0; i < count; ++i) result.names.emplace_back(name(static_cast<Enum>(i)));
  return result;
}

NameTable agents() {
  NameTable result{"agent", {}};
  for (AgentId agent = 0; agent < kAgentCount; ++agent) result.names.push_back(agent_name(agent));
  return result;
}

// A table must grow with its enumeration.
template <class Enum>
NameTable listed(std::string_view table, Enum last, std::vector<std::string> names) {
  if (names.size() != static_cast<std::size_t>(last) + 1) throw std::logic_error("name_tables");
  return {table, std::move(names)};
}

std::vector<NameTable> make_tables() {
  return {
      agents(),
      named<Pipe>("pipe", kPipeCount),
      named<MemSpace>("space", kMemSpaceCount),
      named<DType>("dtype", kDTypeCount),
      listed("core_kind", CoreKind::AIV, {"AIC", "AIV"}),
      listed("event_kind", EventKind::Fault,
             {"Issue", "Instruction", "Access", "Completion", "Sync", "TaskDescription",
              "Dependency", "Task", "Buffer", "Choice", "Fault"}),
      listed("access_kind", AccessKind::ReadBeyond,
             {"Read", "Write", "AtomicAdd", "AtomicMax", "AtomicMin", "Undefine", "ReadBeyond"}),
      listed("access_path", AccessPath::Coherent,
             {"Direct", "Cached", "CacheFill", "WriteBack", "Coherent"}),
      listed("sync_kind", SyncKind::MessageWords,
             {"SetFlag", "WaitFlag", "PipeBarrier", "BarrierAll", "CrossCoreSet", "CrossCoreWait",
              "AtomicUpdate", "AtomicRead", "CacheClean", "StoreFence", "TaskStart", "TaskEnd",
              "BarrierArrive", "BarrierLeave", "MessageWords"}),
      listed("task_stage", TaskStage::Consumed,
             {"Submitted", "Ready", "Dispatched", "FinSeen", "Completed", "Consumed"}),
      listed("direction", ArgDirection::NoDep,
             {"Input", "Output", "OutputExisting", "InOut", "NoDep"}),
      listed("dependency_reason", DependencyReason::ScalarAccess,
             {"Creator", "Writer", "Explicit", "ScalarAccess"}),
      listed("buffer_kind", BufferEvent::Kind::HeapReleased,
             {"Argument", "HeapAllocated", "HeapReleased"}),
      listed("time_kind", TimeKind::Empty,
             {"Busy", "Flag", "Barrier", "Queue", "L2", "Hbm", "Bank", "Code", "Empty"}),
      listed("work_path", WorkPath::Hbm, {"Vector", "Cube", "Move", "L2", "Hbm"}),
      {"severity", {"error", "note", "warning"}},
      {"choice_kind", {kChoiceKindNames.begin(), kChoiceKindNames.end()}},
      listed("fault_kind", FaultEvent::Kind::CrossCoreSpare,
             {"OutOfBounds",     "Misaligned",     "FlagLeak",          "FlagOverrun",
              "ModeLeak",        "BadEventId",     "MissingPipe",       "Trap",
              "NotModelled",     "DirtyCache",     "InternalError",     "ShapesDiffer",
              "ValidBeyondTile", "CrossCoreLost",  "CrossCoreOverflow", "CrossCoreShared",
              "CrossCoreLeft",   "CrossCoreAhead", "CrossCoreFlagId",   "MessageFromS",
              "BarrierOnS",      "EmptyMask",      "ModeAtCall",        "OverLaterRepeat",
              "CrossCoreSpare"}),
  };
}

}  // namespace

const std::vector<NameTable>& name_tables() {
  static const std::vector<NameTable> tables = make_tables();
  return tables;
}

}  // namespace npusim::traces
