// SPDX-License-Identifier: Apache-2.0
// get_tensor_data and set_tensor_data (task-runtime.md section 2.7). They wait for the tasks that
// the TensorMap knows to write the tensor. Writers in manual scopes and through manual_dep tensors
// are not there: such a tensor is accessed at once.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/scheduler/dependency_finder.h"

namespace npusim {

class TensorAccess {
 public:
  TensorAccess(OrchestratorState& orchestrator, DependencyFinder& dependencies)
      : orchestrator_(orchestrator), dependencies_(dependencies) {}

  /// The element's bits; 0 if the tensor has no memory, or the element lies outside of it.
  std::uint64_t get(const port::TensorImage& tensor, std::uint32_t ndims,
                    const std::uint32_t* indices);
  void set(const port::TensorImage& tensor, std::uint32_t ndims, const std::uint32_t* indices,
           std::uint64_t value);
  /// By a host that prepares the run; no task is there to be waited for.
  void fill(std::uint64_t address, const void* bytes, std::uint64_t count);

  /// An element, and what accesses it.
  struct Element {
    const char* call;  ///< as messages name it
    const port::TensorImage& tensor;
    std::uint32_t ndims;
    const std::uint32_t* indices;
    bool is_write;
  };
  /// The element's address; nothing if it lies outside the tensor, which is reported.
  std::optional<std::uint64_t> locate(const Element& element);

 private:
  bool wait_for_tensor(const port::TensorImage& tensor, bool and_consumers);
  bool wait_for_tasks(const std::vector<TaskSlot*>& tasks, bool and_consumers);
  bool wait_until(const std::function<bool()>& condition, const std::string& what);

  OrchestratorState& orchestrator_;
  DependencyFinder& dependencies_;
};

}  // namespace npusim
