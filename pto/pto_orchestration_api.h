// SPDX-License-Identifier: Apache-2.0
// What an orchestration includes: tensors, task arguments, submission, scopes, scalar access,
// errors and logs (task-runtime.md section 2), under the names of the base runtime and of later
// ones. The work is done by the model behind pto/port/runtime_port.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <type_traits>

#include "pto/port/runtime_port.h"
#include "pto/pto_types.h"

/// Inside a loop that waits; on the device it is nothing either.
#ifndef SPIN_WAIT_HINT
#define SPIN_WAIT_HINT() ((void)0)
#endif

/// Result of aicpu_orchestration_config.
struct PTO2OrchestrationConfig {
  int expected_arg_count;
};
using OrchestrationConfig = PTO2OrchestrationConfig;

namespace npusim::orchestration {

using PortCall = void (*)(const port::Submission*, port::SubmissionResult*);

/// After a fatal error every call is a no-op that returns an empty object.
inline TaskOutputTensors call(PortCall function, const MixedKernels& kernels,
                              const CoreTaskArgs& args) {
  if (::npusim_rt_is_fatal()) return {};
  const port::Submission task = args.submission(kernels);
  port::SubmissionResult result;
  function(&task, &result);
  return TaskOutputTensors(result);
}

template <typename... Values>
void formatted(char (&text)[512], const char* format, Values... values) {
  if constexpr (sizeof...(Values) == 0) {
    std::snprintf(text, sizeof(text), "%s", format);
  } else {
    std::snprintf(text, sizeof(text), format, values...);
  }
}
template <typename... Values>
void log(port::LogLevel level, const char* function, const char* format, Values... values) {
  char text[512];
  formatted(text, format, values...);
  ::npusim_rt_log(level, function, text);
}
template <typename... Values>
void fatal(std::int32_t code, const char* function, const char* format, Values... values) {
  char text[512];
  formatted(text, format, values...);
  ::npusim_rt_report_fatal(code, function, text);
}

}  // namespace npusim::orchestration

// Submission.

inline TaskOutputTensors rt_submit_task(const MixedKernels& kernels, const CoreTaskArgs& args) {
  return npusim::orchestration::call(::npusim_rt_submit, kernels, args);
}
inline TaskOutputTensors rt_submit_aic_task(std::int32_t kernel, const CoreTaskArgs& args) {
  return rt_submit_task(MixedKernels{kernel, INVALID_KERNEL_ID, INVALID_KERNEL_ID}, args);
}
inline TaskOutputTensors rt_submit_aiv_task(std::int32_t kernel, const CoreTaskArgs& args) {
  return rt_submit_task(MixedKernels{INVALID_KERNEL_ID, kernel, INVALID_KERNEL_ID}, args);
}
inline TaskOutputTensors rt_submit_dummy_task(const CoreTaskArgs& args) {
  return npusim::orchestration::call(::npusim_rt_submit_dummy, {}, args);
}

inline TaskOutputTensors alloc_tensors(const CoreTaskArgs& args) {
  return npusim::orchestration::call(::npusim_rt_alloc, {}, args);
}
inline TaskOutputTensors alloc_tensors(const TensorCreateInfo infos[], std::uint32_t count) {
  CoreTaskArgs args;
  for (std::uint32_t i = 0; i < count; ++i) args.add_output(infos[i]);
  return alloc_tensors(args);
}
template <typename... Infos>
requires(sizeof...(Infos) > 0 &&
         (std::is_same_v<Infos, TensorCreateInfo> && ...)) inline TaskOutputTensors
    alloc_tensors(const Infos&... infos) {
  CoreTaskArgs args;
  args.add_output(infos...);
  return alloc_tensors(args);
}

// Scopes.

inline void rt_scope_begin(PTO2ScopeMode mode = PTO2ScopeMode::AUTO) {
  if (!::npusim_rt_is_fatal())
    ::npusim_rt_scope_begin(npusim::port::ScopeMode{static_cast<std::uint8_t>(mode)});
}
inline void rt_scope_end() {
  if (!::npusim_rt_is_fatal()) ::npusim_rt_scope_end();
}

class PTO2ScopeGuard {
 public:
  explicit PTO2ScopeGuard(PTO2ScopeMode mode = PTO2ScopeMode::AUTO) { rt_scope_begin(mode); }
  PTO2ScopeGuard(const PTO2ScopeGuard&) = delete;
  PTO2ScopeGuard& operator=(const PTO2ScopeGuard&) = delete;
  ~PTO2ScopeGuard() { rt_scope_end(); }
};

#define NPUSIM_JOIN_NAMES(a, b) a##b
#define NPUSIM_UNIQUE_NAME(prefix, number) NPUSIM_JOIN_NAMES(prefix, number)
#define PTO2_SCOPE_GUARD(...) \
  [[maybe_unused]] PTO2ScopeGuard NPUSIM_UNIQUE_NAME(scope_guard_, __COUNTER__) { __VA_ARGS__ }
#define PTO2_SCOPE(...) \
  if (PTO2ScopeGuard NPUSIM_UNIQUE_NAME(scope_guard_, __COUNTER__){__VA_ARGS__}; true)

// Scalar access to tensors: waits for the tasks that the TensorMap knows to touch them.

template <typename T = std::uint64_t>
inline T get_tensor_data(const Tensor& tensor, std::uint32_t ndims, const std::uint32_t indices[]) {
  if (::npusim_rt_is_fatal()) return from_u64<T>(0);
  return from_u64<T>(::npusim_rt_get_tensor_data(
      reinterpret_cast<const npusim::port::TensorImage*>(&tensor), ndims, indices));
}
template <typename T = std::uint64_t>
inline void set_tensor_data(const Tensor& tensor, std::uint32_t ndims,
                            const std::uint32_t indices[], T value) {
  if (::npusim_rt_is_fatal()) return;
  ::npusim_rt_set_tensor_data(reinterpret_cast<const npusim::port::TensorImage*>(&tensor), ndims,
                              indices, to_u64(value));
}

// The machine, errors and logs.

inline std::int32_t rt_available_cluster_count() { return ::npusim_rt_cluster_count(); }
inline std::int32_t rt_available_aiv_count() { return ::npusim_rt_aiv_count(); }
inline bool rt_is_fatal() { return ::npusim_rt_is_fatal(); }

#define rt_report_fatal(code, ...) ::npusim::orchestration::fatal((code), __FUNCTION__, __VA_ARGS__)
#define NPUSIM_LOG(level, ...) \
  ::npusim::orchestration::log(::npusim::port::LogLevel::level, __FUNCTION__, __VA_ARGS__)
#define LOG_ERROR(...) NPUSIM_LOG(Error, __VA_ARGS__)
#define LOG_WARN(...) NPUSIM_LOG(Warning, __VA_ARGS__)
#define LOG_INFO(...) NPUSIM_LOG(Info, __VA_ARGS__)
#define LOG_TIMING(...) NPUSIM_LOG(Info, __VA_ARGS__)
#define LOG_DEBUG(...) NPUSIM_LOG(Debug, __VA_ARGS__)
#define LOG_INFO_V0(...) NPUSIM_LOG(Info, __VA_ARGS__)
#define LOG_INFO_V1(...) NPUSIM_LOG(Info, __VA_ARGS__)
#define LOG_INFO_V2(...) NPUSIM_LOG(Info, __VA_ARGS__)
#define LOG_INFO_V3(...) NPUSIM_LOG(Info, __VA_ARGS__)
#define LOG_INFO_V4(...) NPUSIM_LOG(Info, __VA_ARGS__)
#define LOG_INFO_V5(...) NPUSIM_LOG(Info, __VA_ARGS__)
#define LOG_INFO_V6(...) NPUSIM_LOG(Info, __VA_ARGS__)
#define LOG_INFO_V7(...) NPUSIM_LOG(Info, __VA_ARGS__)
#define LOG_INFO_V8(...) NPUSIM_LOG(Info, __VA_ARGS__)
#define LOG_INFO_V9(...) NPUSIM_LOG(Info, __VA_ARGS__)

#include "pto/graph_tasks.h"
#include "pto/pto_arg_with_deps.h"
