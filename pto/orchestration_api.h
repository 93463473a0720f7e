// SPDX-License-Identifier: Apache-2.0
// The first API of host_build_graph (until June 2026): a function on the host adds tasks, whose
// arguments are plain words, and the edges between them; all of it is built before any task runs.
//
// Device memory gets its place only when the graph is complete. Until then its addresses are of a
// range that nothing else has, and words of that range are replaced when the tasks are submitted.
// What is copied from or back to an argument of the run is that argument's memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "pto/pto_orchestration_api.h"
#include "pto/tensor_info.h"

enum class CoreType : std::int32_t { AIC = 0, AIV = 1 };

class OrchestrationRuntime {
 public:
  explicit OrchestrationRuntime(const ChipStorageTaskArgs& arguments) : arguments_(arguments) {}

  int add(const std::uint64_t* words, int count, int kernel, CoreType core) {
    tasks_.push_back({{words, words + count}, kernel, core, {}, false, {}});
    return task_count() - 1;
  }
  void add_edge(int from, int to) {
    always_assert(has(from) && has(to));
    tasks_[static_cast<std::size_t>(to)].producers.push_back(from);
  }
  bool has(int task) const { return task >= 0 && task < task_count(); }
  int task_count() const { return static_cast<int>(tasks_.size()); }

  void* allocate(std::size_t bytes) {
    if (bytes == 0) return nullptr;
    blocks_.push_back({next_, bytes, 0, {}});
    next_ += (bytes + kAlignment - 1) / kAlignment * kAlignment + kAlignment;
    return reinterpret_cast<void*>(blocks_.back().promised);
  }
  /// The block is the run's argument at `host`; false: `host` is none.
  bool share(const void* device, const void* host) {
    Block* block = block_of(reinterpret_cast<std::uint64_t>(device));
    const auto address = reinterpret_cast<std::uint64_t>(host);
    for (int i = 0; block != nullptr && i < arguments_.tensor_count(); ++i) {
      const RunTensor& tensor = arguments_.tensor(i);
      if (tensor.data == address && block->bytes <= tensor.nbytes()) {
        block->address = address;
        return true;
      }
    }
    return false;
  }
  /// From memory of the orchestration's own.
  int fill(void* device, const void* host, std::size_t bytes) {
    Block* block = block_of(reinterpret_cast<std::uint64_t>(device));
    if (block == nullptr) return -1;
    const std::size_t offset = reinterpret_cast<std::uint64_t>(device) - block->promised;
    if (offset + bytes > block->bytes) return -1;
    const auto* from = static_cast<const std::uint8_t*>(host);
    block->contents.resize(block->bytes);
    for (std::size_t i = 0; i < bytes; ++i) block->contents[offset + i] = from[i];
    return 0;
  }

  /// Memory first, then every task behind its producers.
  void submit() {
    PTO2_SCOPE(PTO2ScopeMode::MANUAL) {
      for (Block& block : blocks_) place(block);
      int left = task_count();
      for (int before = left + 1; left > 0 && left < before;) {
        before = left;
        for (Task& task : tasks_)
          if (!task.submitted && is_ready(task)) submit(task), --left;
      }
      if (left > 0) rt_report_fatal(5, "the edges of %d tasks form a cycle", left);
    }
  }

 private:
  static constexpr std::uint64_t kPromisedBase = 0x5A5A'0000'0000'0000, kAlignment = 512;

  struct Block {
    std::uint64_t promised;
    std::size_t bytes;
    std::uint64_t address;  ///< 0: no place yet
    std::vector<std::uint8_t> contents;
  };
  struct Task {
    std::vector<std::uint64_t> words;
    int kernel;
    CoreType core;
    std::vector<int> producers;
    bool submitted;
    PTO2TaskId id;
  };

  Block* block_of(std::uint64_t address) {
    for (Block& block : blocks_)
      if (address - block.promised < block.bytes) return &block;
    return nullptr;
  }
  void place(Block& block) const {
    if (block.address != 0) return;
    const std::uint32_t shape[1] = {static_cast<std::uint32_t>(block.bytes)};
    const TaskOutputTensors made = alloc_tensors(TensorCreateInfo(shape, 1, DataType::UINT8));
    if (made.empty()) return;
    block.address = made.get_ref(0).buffer.addr;
    for (std::uint32_t i = 0; i < block.contents.size(); ++i)
      set_tensor_data<std::uint8_t>(made.get_ref(0), 1, &i, block.contents[i]);
  }
  bool is_ready(const Task& task) const {
    for (const int producer : task.producers)
      if (!tasks_[static_cast<std::size_t>(producer)].submitted) return false;
    return true;
  }
  void submit(Task& task) {
    CoreTaskArgs args;
    for (const std::uint64_t word : task.words) {
      const Block* block = block_of(word);
      args.add_scalar(block == nullptr ? word : block->address + (word - block->promised));
    }
    std::vector<PTO2TaskId> producers;
    for (const int producer : task.producers)
      producers.push_back(tasks_[static_cast<std::size_t>(producer)].id);
    args.set_dependencies(producers.data(), static_cast<std::uint32_t>(producers.size()));
    task.id = (task.core == CoreType::AIC ? rt_submit_aic_task(task.kernel, args)
                                          : rt_submit_aiv_task(task.kernel, args))
                  .task_id();
    task.submitted = true;
  }

  const ChipStorageTaskArgs& arguments_;
  std::vector<Block> blocks_;
  std::vector<Task> tasks_;
  std::uint64_t next_ = kPromisedBase;
};

using OrchestrationFunc = int (*)(OrchestrationRuntime*, const ChipStorageTaskArgs&);

inline int add_task(OrchestrationRuntime* runtime, std::uint64_t* args, int num_args, int func_id,
                    CoreType core_type) {
  return runtime->add(args, num_args, func_id, core_type);
}
inline int set_tensor_info_to_task(OrchestrationRuntime* runtime, int task_id, const TensorInfo*,
                                   int) {
  return runtime->has(task_id) ? 0 : -1;
}
inline int add_task_with_tensor_info(OrchestrationRuntime* runtime, std::uint64_t* args,
                                     int num_args, int func_id, CoreType core_type,
                                     const TensorInfo*, int) {
  return add_task(runtime, args, num_args, func_id, core_type);
}
inline void add_successor(OrchestrationRuntime* runtime, int from_task, int to_task) {
  runtime->add_edge(from_task, to_task);
}
inline void record_tensor_pair(OrchestrationRuntime* runtime, void* host, void* device,
                               std::size_t) {
  if (!runtime->share(device, host))
    rt_report_fatal(5, "record_tensor_pair: the host's memory is no argument of the run");
}
inline int get_task_count(OrchestrationRuntime* runtime) { return runtime->task_count(); }
inline void print_runtime(OrchestrationRuntime*) {}
inline void* device_malloc(OrchestrationRuntime* runtime, std::size_t size) {
  return runtime->allocate(size);
}
inline void device_free(OrchestrationRuntime*, void*) {}
inline int copy_to_device(OrchestrationRuntime* runtime, void* device, const void* host,
                          std::size_t size) {
  return runtime->share(device, host) ? 0 : runtime->fill(device, host, size);
}

extern "C" {
/// Set to the configured function before the entry below is called in its place.
__attribute__((weak, used, visibility("default"))) OrchestrationFunc npusim_host_graph_function;

__attribute__((weak, used, visibility("default"))) PTO2OrchestrationConfig
aicpu_orchestration_config(const ChipStorageTaskArgs&) {
  return {0};  // any number
}

__attribute__((weak, used, visibility("default"))) void npusim_host_graph_entry(
    const ChipStorageTaskArgs& arguments) {
  OrchestrationRuntime runtime(arguments);
  const int result = npusim_host_graph_function(&runtime, arguments);
  if (result != 0) {
    rt_report_fatal(5, "the function that builds the graph returned %d", result);
    return;
  }
  runtime.submit();
}
}
