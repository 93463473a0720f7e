// SPDX-License-Identifier: Apache-2.0
// The first API of host_build_graph, until June 2026. No call runs anything: pto/host_graph.h.
#pragma once

#include "pto/host_graph.h"
#include "pto/tensor_info.h"

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
  if (!runtime->share(device, host)) {
    rt_report_fatal(5,
                    "record_tensor_pair: the host's memory is no argument of the run, or is one "
                    "that is on the device already");
  }
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
