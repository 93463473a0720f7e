// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/task_payload.h"

#include <algorithm>
#include <cstring>

#include "models/scheduler/image_dtype.h"
#include "models/timing/runtime_costs.h"

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

std::uint64_t heap_of(const OrchestratorState& orchestrator, const TaskSlot& task) {
  return orchestrator.runtime.rings[task.ring].heap_address + task.heap_begin;
}

void announce_output(OrchestratorState& orchestrator, TaskSlot& task, const port::CreateImage& info,
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
  orchestrator.runtime.events.on_buffer(event);

  if (!info.has_initial_value) return;
  orchestrator.clock.spend({}, cost::kFillByte, static_cast<double>(bytes));
  const unsigned element = size_bytes(event.dtype);
  std::vector<std::byte> content(bytes);
  for (std::uint64_t at = 0; at < bytes; at += element) {
    std::memcpy(content.data() + at, &info.initial_value, element);
  }
  orchestrator.accesses.write(isa::Opcode::AICPU_SET_INITIAL_VALUE, address, content.data(), bytes,
                              orchestrator.site);
}

}  // namespace

void describe(OrchestratorState& orchestrator, const TaskSlot& task,
              const port::Submission& request, const OutputLayout& layout) {
  const std::uint64_t heap = heap_of(orchestrator, task);
  TaskDescription event;
  event.task = task.task;
  event.name = task.name;
  event.core = has(task.places, ClusterPlace::AIC) ? CoreKind::AIC : CoreKind::AIV;
  event.places = task.places;
  event.blocks = task.blocks;
  event.manual_scope = orchestrator.scopes.is_manual();
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
  for (std::uint32_t i = 0; i < request.reachable_count; ++i) {
    TaskArgument argument = described(*request.reachable[i]);
    argument.direction = ArgDirection::NoDep;
    event.arguments.push_back(argument);
  }
  orchestrator.runtime.events.on_task_description(event);
}

void fill_payload(OrchestratorState& orchestrator, TaskSlot& task, const port::Submission& request,
                  const OutputLayout& layout, port::SubmissionResult& result) {
  const std::uint64_t heap = heap_of(orchestrator, task);
  for (std::int32_t i = 0; i < request.tensor_count; ++i) {
    port::TensorImage& tensor = task.tensors[static_cast<unsigned>(i)];
    if (request.tags[i] == port::ArgumentTag::Output) {
      tensor =
          created_tensor(request.create[i], heap + layout.offsets[i], layout.bytes[i], task.id());
      announce_output(orchestrator, task, request.create[i], heap + layout.offsets[i],
                      layout.bytes[i]);
      result.outputs[result.output_count++] = &tensor;
    } else {
      tensor = *request.tensors[i];
    }
  }
  std::copy_n(request.scalars, request.scalar_count, task.scalars.begin());
}

}  // namespace npusim
