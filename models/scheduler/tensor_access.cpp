// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/tensor_access.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/scheduler/image_dtype.h"
#include "models/timing/runtime_costs.h"

namespace npusim {

namespace cost = runtime_costs;

namespace {

/// Indices that a message shows.
constexpr std::uint32_t kMostShown = 8;

__extension__ using Offset = unsigned __int128;  // of any element that 32-bit indices can name

/// Offset of the element from the first byte of the tensor's buffer. The device adds and multiplies
/// without looking at the shape.
Offset element_offset(const port::TensorImage& tensor, std::uint32_t ndims,
                      const std::uint32_t* indices) {
  Offset element = tensor.start_offset;
  for (std::uint32_t d = 0; d < ndims; ++d) {
    element += std::uint64_t{indices[d]} * tensor.strides[d];
  }
  return element * size_bytes(image_dtype(tensor.dtype));
}

}  // namespace

std::optional<std::uint64_t> TensorAccess::locate(const Element& element) {
  const auto& [call, tensor, ndims, indices, is_write] = element;
  const std::string where = fmt::format(
      "{} at [{}]", call, fmt::join(indices, indices + std::min(ndims, kMostShown), ","));
  if (ndims > tensor.ndims) {
    orchestrator_.accesses.report_outside(
        {tensor.buffer_address, 0, is_write, orchestrator_.site},
        fmt::format("{} takes {} indices of a tensor of {} dimensions: strides "
                    "beyond them mean nothing",
                    where, ndims, tensor.ndims));
    return std::nullopt;
  }
  const Offset offset = element_offset(tensor, ndims, indices);
  const unsigned bytes = size_bytes(image_dtype(tensor.dtype));
  if (offset + bytes <= tensor.buffer_bytes) {
    return tensor.buffer_address + static_cast<std::uint64_t>(offset);
  }
  orchestrator_.accesses.report_outside(
      {tensor.buffer_address + static_cast<std::uint64_t>(offset), bytes, is_write,
       orchestrator_.site},
      fmt::format("{} of a tensor of shape [{}] is outside its buffer of {} bytes", where,
                  fmt::join(tensor.shapes, tensor.shapes + tensor.ndims, ","),
                  tensor.buffer_bytes));
  return std::nullopt;
}

std::uint64_t TensorAccess::get(const port::TensorImage& tensor, std::uint32_t ndims,
                                const std::uint32_t* indices) {
  orchestrator_.clock.spend(cost::kTensorAccess);
  std::uint64_t value = 0;
  if (tensor.buffer_address == 0 || !wait_for_tensor(tensor, false)) return 0;
  if (const auto address = locate({"get_tensor_data", tensor, ndims, indices, false})) {
    orchestrator_.accesses.read(isa::Opcode::AICPU_GET_TENSOR_DATA, *address, &value,
                                size_bytes(image_dtype(tensor.dtype)), orchestrator_.site);
  }
  return value;
}

void TensorAccess::set(const port::TensorImage& tensor, std::uint32_t ndims,
                       const std::uint32_t* indices, std::uint64_t value) {
  orchestrator_.clock.spend(cost::kTensorAccess);
  if (tensor.buffer_address == 0 || !wait_for_tensor(tensor, true)) return;
  if (const auto address = locate({"set_tensor_data", tensor, ndims, indices, true})) {
    orchestrator_.accesses.write(isa::Opcode::AICPU_SET_TENSOR_DATA, *address, &value,
                                 size_bytes(image_dtype(tensor.dtype)), orchestrator_.site);
  }
}

void TensorAccess::fill(std::uint64_t address, const void* bytes, std::uint64_t count) {
  if (count == 0) return;
  orchestrator_.accesses.write(isa::Opcode::AICPU_SET_INITIAL_VALUE, address, bytes, count,
                               orchestrator_.site);
}

bool TensorAccess::wait_for_tensor(const port::TensorImage& tensor, bool and_consumers) {
  const DependencyFinder::Writers writers = dependencies_.writers_of(tensor);
  if (!wait_for_tasks(writers.slots, and_consumers)) return false;
  dependencies_.emit_access_edges(writers.tasks, and_consumers);
  return true;
}

bool TensorAccess::wait_for_tasks(const std::vector<TaskSlot*>& tasks, bool and_consumers) {
  if (tasks.empty()) return true;
  orchestrator_.runtime.orchestrator_needs_wiring =
      true;  // thread 0 is not to wait for a full batch
  orchestrator_.runtime.announce();
  bool ok = true;
  for (TaskSlot* task : tasks) {
    ok = ok && wait_until([&] { return task->state >= TaskState::Completed; },
                          task->label() + " to complete");
    if (!ok || !and_consumers) continue;
    ok = wait_until([&] { return task->fanout_released >= task->fanout_count - 1; },
                    "the consumers of " + task->label());
  }
  orchestrator_.runtime.orchestrator_needs_wiring = false;
  return ok;
}

bool TensorAccess::wait_until(const std::function<bool()>& condition, const std::string& what) {
  const Cycle end =
      now() + cycles_from_ns(orchestrator_.runtime.fixes.timeouts_by_time ? cost::kLaterTensorWaitNs
                                                                          : cost::kTensorWaitNs);
  while (!condition()) {
    orchestrator_.waiting_for = what;
    if (now() >= end) {
      orchestrator_.fail(OrchestratorError::TensorWaitTimeout, "waited too long for " + what);
      return false;
    }
    orchestrator_.clock.sleep_until(end, orchestrator_.runtime.changed);
  }
  orchestrator_.waiting_for.clear();
  return true;
}

}  // namespace npusim
