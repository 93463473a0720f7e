// SPDX-License-Identifier: Apache-2.0
// A graph of host_build_graph's first API while a function on the host builds it: device memory,
// tasks whose arguments are plain words, and the edges between them. Nothing runs before submit().
//
// Device memory gets its place only when the graph is complete. Until then its addresses are of a
// range that nothing else has, and words of that range are replaced when the tasks are submitted.
// What is copied from or back to an argument of the run is that argument's memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "pto/pto_orchestration_api.h"

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
    blocks_.push_back({next_, bytes, {}, {}});
    next_ += (bytes + kAlignment - 1) / kAlignment * kAlignment + kAlignment;
    return reinterpret_cast<void*>(blocks_.back().promised);
  }
  /// The block is the run's argument at `host`. False: `host` is none, or another block has it.
  bool share(const void* device, const void* host) {
    const auto address = reinterpret_cast<std::uint64_t>(host);
    Block* const block = block_of(reinterpret_cast<std::uint64_t>(device));
    for (const Block& other : blocks_)
      if (other.tensor.buffer.addr == address && &other != block) return false;
    for (int i = 0; block != nullptr && i < arguments_.tensor_count(); ++i) {
      const RunTensor& tensor = arguments_.tensor(i);
      if (tensor.data != address || block->bytes > tensor.nbytes()) continue;
      block->tensor = tensor.ref();
      return true;
    }
    return false;
  }
  /// A copy of what the host has, memory of its own or an argument that another block is.
  int fill(void* device, const void* host, std::size_t bytes) {
    Block* block = block_of(reinterpret_cast<std::uint64_t>(device));
    if (block == nullptr) return -1;
    const std::size_t offset = reinterpret_cast<std::uint64_t>(device) - block->promised;
    if (offset + bytes > block->bytes) return -1;
    block->contents.resize(block->bytes);
    std::memcpy(block->contents.data() + offset, host, bytes);
    return 0;
  }

  /// Memory first, then every task behind its producers.
  void submit() {
    PTO2_SCOPE(PTO2ScopeMode::MANUAL) {
      place_blocks();
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
    Tensor tensor;  ///< its memory; address 0: no place yet
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
  void place_blocks() {
    std::vector<Block*> unplaced;
    for (Block& block : blocks_) {
      if (block.tensor.buffer.addr == 0) unplaced.push_back(&block);
      reachable_.push_back(reinterpret_cast<const npusim::port::TensorImage*>(&block.tensor));
    }
    const auto most = static_cast<std::size_t>(::npusim_rt_max_tensors());
    for (std::size_t i = 0; i < unplaced.size() && !rt_is_fatal(); i += most)
      place({unplaced.begin() + i, unplaced.begin() + std::min(i + most, unplaced.size())});
  }
  void place(const std::vector<Block*>& blocks) {
    std::vector<TensorCreateInfo> infos;
    for (const Block* block : blocks) {
      const std::uint32_t shape[1] = {static_cast<std::uint32_t>(block->bytes)};
      infos.emplace_back(shape, 1, DataType::UINT8);
    }
    const TaskOutputTensors made =
        alloc_tensors(infos.data(), static_cast<std::uint32_t>(infos.size()));
    if (made.empty()) return;
    memory_.push_back(made.task_id());
    for (std::uint32_t i = 0; i < made.size(); ++i) {
      Block& block = *blocks[i];
      block.tensor = made.get_ref(i);
      ::npusim_rt_copy_to_device(block.tensor.buffer.addr, block.contents.data(),
                                 block.contents.size());
    }
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
      args.add_scalar(block == nullptr ? word
                                       : block->tensor.buffer.addr + (word - block->promised));
    }
    std::vector<PTO2TaskId> producers = memory_;
    for (const int producer : task.producers)
      producers.push_back(tasks_[static_cast<std::size_t>(producer)].id);
    args.set_dependencies(producers.data(), static_cast<std::uint32_t>(producers.size()));
    const bool cube = task.core == CoreType::AIC;
    npusim::port::Submission request =
        args.submission({cube ? task.kernel : INVALID_KERNEL_ID,
                         cube ? INVALID_KERNEL_ID : task.kernel, INVALID_KERNEL_ID});
    request.reachable = reachable_.data();
    request.reachable_count = static_cast<std::uint32_t>(reachable_.size());
    npusim::port::SubmissionResult result;
    if (!rt_is_fatal()) ::npusim_rt_submit(&request, &result);
    task.id = {result.task};
    task.submitted = true;
  }

  const ChipStorageTaskArgs& arguments_;
  std::vector<Block> blocks_;
  std::vector<Task> tasks_;
  /// What made the memory. It lives as long as there are tasks that depend on these: all do.
  std::vector<PTO2TaskId> memory_;
  /// All of the graph's memory: a word does not say of what size the tensor is that it points into,
  /// and a kernel may find further addresses in memory.
  std::vector<const npusim::port::TensorImage*> reachable_;
  std::uint64_t next_ = kPromisedBase;
};
