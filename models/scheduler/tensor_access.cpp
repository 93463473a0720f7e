// SPDX-License-Identifier: Apache-2.0
// get_tensor_data and set_tensor_data (task-runtime.md section 2.7). They wait for the tasks that
// the TensorMap knows to write the tensor. Writers in manual scopes and through manual_dep tensors
// are not there: such a tensor is accessed at once.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/scheduler/image_dtype.h"
#include "models/scheduler/orchestrator.h"
#include "models/scheduler/runtime_costs.h"

namespace npusim {

namespace cost = runtime_costs;

namespace {

/// Indices that a message shows.
constexpr std::uint32_t kMostShown = 8;

/// Offset of the element from the first byte of the tensor's buffer. The device adds and multiplies
/// without looking at the shape.
unsigned __int128 element_offset(const port::TensorImage& tensor, std::uint32_t ndims,
                                 const std::uint32_t* indices) {
  unsigned __int128 element = tensor.start_offset;
  for (std::uint32_t d = 0; d < ndims; ++d) {
    element += std::uint64_t{indices[d]} * tensor.strides[d];
  }
  return element * size_bytes(image_dtype(tensor.dtype));
}

}  // namespace

std::optional<std::uint64_t> Orchestrator::locate(const char* call, const port::TensorImage& tensor,
                                                  std::uint32_t ndims, const std::uint32_t* indices,
                                                  bool is_write) {
  const std::string where = fmt::format(
      "{} at [{}]", call, fmt::join(indices, indices + std::min(ndims, kMostShown), ","));
  if (ndims > tensor.ndims) {
    accesses_.report_outside(
        {tensor.buffer_address, 0, is_write, site_},
        fmt::format("{} takes {} indices of a tensor of {} dimensions: strides "
                    "beyond them mean nothing",
                    where, ndims, tensor.ndims));
    return std::nullopt;
  }
  const unsigned __int128 offset = element_offset(tensor, ndims, indices);
  const unsigned bytes = size_bytes(image_dtype(tensor.dtype));
  if (offset + bytes <= tensor.buffer_bytes) {
    return tensor.buffer_address + static_cast<std::uint64_t>(offset);
  }
  accesses_.report_outside(
      {tensor.buffer_address + static_cast<std::uint64_t>(offset), bytes, is_write, site_},
      fmt::format("{} of a tensor of shape [{}] is outside its buffer of {} bytes", where,
                  fmt::join(tensor.shapes, tensor.shapes + tensor.ndims, ","),
                  tensor.buffer_bytes));
  return std::nullopt;
}

std::uint64_t Orchestrator::get_tensor_data(const port::TensorImage& tensor, std::uint32_t ndims,
                                            const std::uint32_t* indices) {
  clock_.spend(cost::kTensorAccessNs);
  std::uint64_t value = 0;
  if (tensor.buffer_address == 0 || !wait_for_tensor(tensor, false)) return 0;
  if (const auto address = locate("get_tensor_data", tensor, ndims, indices, false)) {
    accesses_.read(isa::Opcode::AICPU_GET_TENSOR_DATA, *address, &value,
                   size_bytes(image_dtype(tensor.dtype)), site_);
  }
  return value;
}

void Orchestrator::set_tensor_data(const port::TensorImage& tensor, std::uint32_t ndims,
                                   const std::uint32_t* indices, std::uint64_t value) {
  clock_.spend(cost::kTensorAccessNs);
  if (tensor.buffer_address == 0 || !wait_for_tensor(tensor, true)) return;
  if (const auto address = locate("set_tensor_data", tensor, ndims, indices, true)) {
    accesses_.write(isa::Opcode::AICPU_SET_TENSOR_DATA, *address, &value,
                    size_bytes(image_dtype(tensor.dtype)), site_);
  }
}

bool Orchestrator::wait_for_tensor(const port::TensorImage& tensor, bool and_consumers) {
  std::vector<TaskSlot*> tasks;
  std::vector<TaskIndex> over;  // tasks that have ended when this returns, by rule
  const auto add = [&](std::uint8_t ring, std::int32_t local) {
    TaskSlot& task = state_.rings[ring].slot(local);
    if (std::find(tasks.begin(), tasks.end(), &task) == tasks.end()) tasks.push_back(&task);
    if (task.local == local) over.push_back(task.task);
  };
  if (tensor.owner_task != port::kInvalidTask) {
    add(static_cast<std::uint8_t>(tensor.owner_task >> 32),
        static_cast<std::int32_t>(tensor.owner_task & 0xFFFFFFFFu));
  }
  map_.lookup(
      tensor,
      [&](const TensorMap::Entry& entry, Overlap) {
        add(entry.ring, entry.local);
        return false;
      },
      [&](TaskIndex writer, Overlap) {
        over.push_back(writer);
        return false;
      });
  if (!wait_for_tasks(tasks, and_consumers)) return false;
  for (const TaskIndex task : over) {
    emit_edge(task, kNoTask, Edge::ScalarAccess);
    if (!and_consumers) continue;
    for (const TaskIndex consumer : sure_consumers_[task]) {
      emit_edge(consumer, kNoTask, Edge::ScalarAccess);
    }
  }
  return true;
}

bool Orchestrator::wait_for_tasks(const std::vector<TaskSlot*>& tasks, bool and_consumers) {
  if (tasks.empty()) return true;
  state_.orchestrator_needs_wiring = true;  // thread 0 is not to wait for a full batch
  state_.announce();
  bool ok = true;
  for (TaskSlot* task : tasks) {
    ok = ok && wait_until([&] { return task->state >= TaskState::Completed; },
                          task->label() + " to complete");
    if (!ok || !and_consumers) continue;
    ok = wait_until([&] { return task->fanout_released >= task->fanout_count - 1; },
                    "the consumers of " + task->label());
  }
  state_.orchestrator_needs_wiring = false;
  return ok;
}

bool Orchestrator::wait_until(const std::function<bool()>& condition, const std::string& what) {
  const Cycle end = now() + cycles_from_ns(state_.fixes.timeouts_by_time ? cost::kLaterTensorWaitNs
                                                                         : cost::kTensorWaitNs);
  while (!condition()) {
    waiting_for_ = what;
    if (now() >= end) {
      fail(static_cast<int>(OrchestratorError::TensorWaitTimeout), "waited too long for " + what);
      return false;
    }
    clock_.sleep_until(end, state_.changed);
  }
  waiting_for_.clear();
  return true;
}

}  // namespace npusim
