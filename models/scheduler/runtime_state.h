// SPDX-License-Identifier: Apache-2.0
// What the runtime's four threads share. Whoever changes something another thread may be asleep for
// calls announce().
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <systemc>
#include <vector>

#include "models/arch/event_sink.h"
#include "models/arch/knobs.h"
#include "models/memory/aicpu_memory.h"
#include "models/scheduler/aicpu_thread.h"
#include "models/scheduler/ready_queues.h"
#include "models/scheduler/runtime_error.h"
#include "models/scheduler/task_ring.h"

namespace npusim {

/// Differences between the base runtime (2026-05-22) and later ones that are modelled.
struct PolicyFixes {
  explicit PolicyFixes(bool later_version)
      : later(later_version),
        creator_state_checked(later),
        map_owner_checked(later),
        ring_rescanned(later),
        empty_heap_resets(later),
        wired_at_submit(later),
        idle_cores_first(later),
        no_local_buffers(later),
        timeouts_by_time(later),
        more_tensors(later) {}

  bool later;                  ///< steps cost what they cost there (runtime_costs.def)
  bool creator_state_checked;  ///< 6c3a9e496: no edge to a creator that is consumed or recycled
  bool map_owner_checked;      ///< e46f49594: clean-up frees only the retired task's entries
  bool ring_rescanned;         ///< e80eaaf69: nobody's move of last_task_alive is lost
  bool empty_heap_resets;      ///< 2ed4348eb
  bool wired_at_submit;        ///< 29595b1e6: no wiring queue
  bool idle_cores_first;       ///< 44005586b: pending slots only when no peer has an idle core
  bool no_local_buffers;       ///< b31253f6a
  bool timeouts_by_time;       ///< 0309e7873, 43935fec3: 10 s and 15 s
  bool more_tensors;           ///< 32 tensors and 16 scalars a task, not 16 and 32
};

/// A sync_start task that waits for cores of all threads (task-runtime.md section 4.7).
struct SyncStartDrain {
  TaskSlot* task = nullptr;        ///< not null: the drain is on
  std::uint32_t acknowledged = 0;  ///< threads that have stopped dispatching
  unsigned elected = 0;            ///< thread + 1; 0: nobody
};

struct RuntimeState {
  RuntimeState(const RuntimeProgram& new_program, const Knobs& knobs, AicpuMemory& new_memory,
               EventSink& new_events)
      : fixes(static_cast<RuntimePolicy>(knobs.runtime_policy) == RuntimePolicy::Later),
        program(new_program),
        memory(new_memory),
        events(new_events) {
    std::uint64_t heap = program.heap_address;
    for (const RingSize& size : program.rings) {
      rings.emplace_back(static_cast<std::uint8_t>(rings.size()), size, heap,
                         fixes.empty_heap_resets);
      heap += size.heap_bytes;
    }
  }

  PolicyFixes fixes;
  const RuntimeProgram& program;
  AicpuMemory& memory;
  EventSink& events;
  std::deque<TaskRing> rings;

  // From the orchestrator to scheduler thread 0.
  std::deque<TaskSlot*> submitted;
  bool orchestrator_needs_wiring = false;
  bool orchestrator_done = false;

  ReadyQueues ready;
  SyncStartDrain drain;

  std::int32_t total_tasks = 0;  ///< known when the orchestrator is done
  std::int32_t completed_tasks = 0;
  bool completed = false;        ///< all threads leave
  int orchestrator_code = 0;     ///< as latched; may be a number of the program's own
  bool aicpu_exception = false;  ///< the orchestrator failed without a code
  int scheduler_code = 0;
  std::string reason;  ///< first trouble, one sentence

  sc_core::sc_event changed;
  std::uint64_t version = 0;  ///< counts changes
  sc_core::sc_event left;     ///< a thread has ended

  void announce() {
    ++version;
    changed.notify(sc_core::SC_ZERO_TIME);
  }

  bool has_error() const {
    return orchestrator_code != 0 || scheduler_code != 0 || aicpu_exception;
  }
  void explain(const std::string& sentence) {
    if (reason.empty()) reason = sentence;
  }
  void emit(TaskStage stage, const TaskSlot& task, AgentId agent, std::int32_t block = -1,
            CoreId core = 0) {
    TaskEvent event;
    event.stage = stage;
    event.block = {task.task, block};
    event.agent = agent;
    event.core = core;
    event.cycle = now();
    events.on_task(event);
  }
};

}  // namespace npusim
