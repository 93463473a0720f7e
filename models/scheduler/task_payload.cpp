// SPDX-License-Identifier: Apache-2.0
// A task's payload: the tensors and scalars its kernels will see, and what is told of them.
#include <algorithm>
#include <cstring>

#include "models/scheduler/image_dtype.h"
#include "models/scheduler/orchestrator.h"
#include "models/scheduler/runtime_costs.h"

namespace npusim {

namespace cost = runtime_costs;

namespace {

ArgDirection direction(port::ArgumentTag tag) {
  switch (tag) {
    case port::ArgumentTag::Input:
      return ArgDirection::Input;
    case port::ArgumentTag::Output:
      return ArgDirection::Output;
    case port::ArgumentTag::InOut:
      return ArgDirection::InOut;
    case port::ArgumentTag::OutputExisting:
      return ArgDirection::OutputExisting;
    case port::ArgumentTag::NoDep:
      return ArgDirection::NoDep;
  }
  return ArgDirection::NoDep;
}

TaskArgument described(const port::TensorImage& tensor) {
  TaskArgument argument;
  argument.buffer_address = tensor.buffer_address;
  argument.buffer_bytes = tensor.buffer_bytes;
  argument.start_offset = tensor.start_offset;
  argument.dtype = image_dtype(tensor.dtype);
  argument.ndims = tensor.ndims;
  argument.manual_dep = tensor.manual_dep != 0;
  std::copy_n(tensor.shapes, port::kMaxDims, argument.shapes);
  std::copy_n(tensor.strides, port::kMaxDims, argument.strides);
  return argument;
}

port::TensorImage created_tensor(const port::CreateImage& info, std::uint64_t address,
                                 std::uint64_t bytes, std::uint64_t owner) {
  port::TensorImage tensor{};
  tensor.buffer_address = address;
  tensor.buffer_bytes = bytes;
  tensor.owner_task = owner;
  tensor.ndims = info.ndims;
  tensor.dtype = info.dtype;
  tensor.manual_dep = info.manual_dep;
  tensor.is_contiguous = true;
  std::uint64_t elements = 1;
  for (std::uint32_t d = info.ndims; d-- > 0;) {
    tensor.shapes[d] = info.shapes[d];
    tensor.strides[d] = static_cast<std::uint32_t>(elements);
    elements *= info.shapes[d];
  }
  tensor.extent = elements;
  return tensor;
}

}  // namespace

std::uint64_t Orchestrator::heap_of(const TaskSlot& task) const {
  return state_.rings[task.ring].heap_address + task.heap_begin;
}

void Orchestrator::describe(const TaskSlot& task, const port::Submission& request,
                            const OutputLayout& layout) {
  const std::uint64_t heap = heap_of(task);
  TaskDescription event;
  event.task = task.task;
  event.name = task.name;
  event.core = has(task.places, ClusterPlace::AIC) ? CoreKind::AIC : CoreKind::AIV;
  event.blocks = task.blocks;
  event.manual_scope = scopes_.is_manual();
  event.ring = task.ring;
  event.cycle = now();
  for (std::int32_t i = 0; i < request.tensor_count; ++i) {
    TaskArgument argument =
        request.tags[i] == port::ArgumentTag::Output
            ? described(created_tensor(request.create[i], heap + layout.offsets[i], layout.bytes[i],
                                       task.id()))
            : described(*request.tensors[i]);
    argument.direction = direction(request.tags[i]);
    event.arguments.push_back(argument);
  }
  state_.events.on_task_description(event);
}

void Orchestrator::fill_payload(TaskSlot& task, const port::Submission& request,
                                const OutputLayout& layout, port::SubmissionResult& result) {
  const std::uint64_t heap = heap_of(task);
  for (std::int32_t i = 0; i < request.tensor_count; ++i) {
    port::TensorImage& tensor = task.tensors[static_cast<unsigned>(i)];
    if (request.tags[i] == port::ArgumentTag::Output) {
      tensor =
          created_tensor(request.create[i], heap + layout.offsets[i], layout.bytes[i], task.id());
      announce_output(task, request.create[i], heap + layout.offsets[i], layout.bytes[i]);
      result.outputs[result.output_count++] = &tensor;
    } else {
      tensor = *request.tensors[i];
    }
  }
  std::copy_n(request.scalars, request.scalar_count, task.scalars.begin());
}

void Orchestrator::announce_output(TaskSlot& task, const port::CreateImage& info,
                                   std::uint64_t address, std::uint64_t bytes) {
  BufferEvent event;
  event.kind = BufferEvent::Kind::HeapAllocated;
  event.name =
      "task " + std::to_string(task.task) + " output " + std::to_string(task.buffers.size());
  event.owner = task.task;
  event.address = address;
  event.bytes = bytes;
  event.dtype = image_dtype(info.dtype);
  event.shape.assign(info.shapes, info.shapes + info.ndims);
  event.cycle = now();
  task.buffers.push_back(event);
  state_.events.on_buffer(event);

  if (!info.has_initial_value) return;
  clock_.spend(cost::kFillByteNs * static_cast<double>(bytes));
  const unsigned element = size_bytes(event.dtype);
  std::vector<std::byte> content(bytes);
  for (std::uint64_t at = 0; at < bytes; at += element) {
    std::memcpy(content.data() + at, &info.initial_value, element);
  }
  accesses_.write(isa::Opcode::AICPU_SET_INITIAL_VALUE, address, content.data(), bytes, site_);
}

}  // namespace npusim
