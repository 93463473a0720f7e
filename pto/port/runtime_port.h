// SPDX-License-Identifier: Apache-2.0
// Everything that crosses between an orchestration's shared object and the model of the task
// runtime: plain structs and C functions. pto/pto_orchestration_api.h fills the structs; the
// running npusim has the functions (models/scheduler/runtime_port.cpp).
//
// Each function is called on the orchestrator's thread and returns when the runtime's call would;
// simulated time passes meanwhile. One that meets a failed assertion ends the orchestration with a
// C++ exception that only the model catches.
#pragma once

#include <cstdint>

namespace npusim::port {

inline constexpr unsigned kMaxDims = 5;

/// A tensor as the runtime and the kernels see it: 128 bytes, tile-isa.md section 6.2. Offsets and
/// strides count elements.
struct alignas(64) TensorImage {
  std::uint64_t buffer_address;
  std::uint64_t buffer_bytes;
  std::uint64_t owner_task;  ///< raw id of the task that created it; all ones: none
  std::uint64_t start_offset;
  std::int32_t version;
  std::uint32_t ndims;
  std::uint8_t dtype;
  std::uint8_t manual_dep;
  std::uint8_t is_contiguous;
  std::uint8_t reserved0;
  std::uint32_t shapes[kMaxDims];
  std::uint64_t extent;
  std::uint32_t strides[kMaxDims];
  std::uint8_t reserved1[36];
};
static_assert(sizeof(TensorImage) == 128);

inline constexpr std::uint64_t kInvalidTask = ~std::uint64_t{0};

/// A tensor that the runtime is to create.
struct CreateImage {
  std::uint64_t initial_value;
  std::uint8_t has_initial_value;
  std::uint8_t dtype;
  std::uint8_t manual_dep;
  std::uint32_t ndims;
  std::uint32_t shapes[kMaxDims];
};

/// The public TensorArgType, same order.
enum class ArgumentTag : std::int32_t { Input, Output, InOut, OutputExisting, NoDep };

/// Room for either limit of the API's two eras: 16 tensors and 32 scalars, or 32 and 16.
inline constexpr unsigned kArgumentRoom = 32;

/// The public PredicateOp, same order.
enum class PredicateOp : std::uint8_t {
  None,
  Equal,
  NotEqual,
  Greater,
  Less,
  GreaterEqual,
  LessEqual
};

/// Whether a task runs at all: the element `op` target, looked at when its producers are complete.
struct Predicate {
  PredicateOp op = PredicateOp::None;
  const TensorImage* tensor = nullptr;
  std::uint32_t ndims = 0;
  std::uint32_t indices[kMaxDims] = {};
  std::int64_t target = 0;
};

/// A task as submitted. Arrays belong to the caller.
struct Submission {
  std::int32_t aic_kernel = -1;  ///< func_ids; -1 for none
  std::int32_t aiv0_kernel = -1;
  std::int32_t aiv1_kernel = -1;
  std::int32_t block_num = 1;
  bool require_sync_start = false;
  std::int32_t tensor_count = 0;
  std::int32_t scalar_count = 0;
  const ArgumentTag* tags = nullptr;
  /// TensorImage for existing tensors; nullptr where create[i] is set.
  const TensorImage* tensors[kArgumentRoom] = {};
  CreateImage create[kArgumentRoom];
  const std::uint64_t* scalars = nullptr;
  const std::uint64_t* dependencies = nullptr;  ///< raw task ids
  std::uint32_t dependency_count = 0;
  Predicate predicate;
  /// Memory that its kernels may use beside `tensors`, found by addresses among the scalars.
  const TensorImage* const* reachable = nullptr;
  std::uint32_t reachable_count = 0;
  const char* error = nullptr;  ///< what the Arg complained about; nullptr: nothing
};

/// What a submission gives back.
struct SubmissionResult {
  std::uint64_t task = kInvalidTask;
  std::uint32_t output_count = 0;
  const TensorImage* outputs[kArgumentRoom] = {};  ///< in the task's payload
};

enum class ScopeMode : std::uint8_t { Auto, Manual };
enum class LogLevel : std::uint8_t { Error, Warning, Info, Debug };

/// A run argument as the orchestration's entry gets it: dense, and the same as a tensor.
struct RunArgument {
  std::uint64_t address;
  std::uint32_t shapes[kMaxDims];
  std::uint32_t ndims;
  std::uint8_t dtype;
  std::uint8_t child_memory;
  TensorImage tensor;
};
static_assert(sizeof(RunArgument) == 192);

/// What the orchestration's entry points take a reference to.
struct RunArguments {
  const RunArgument* tensors = nullptr;
  const std::uint64_t* scalars = nullptr;
  std::int32_t tensor_count = 0;
  std::int32_t scalar_count = 0;
};

}  // namespace npusim::port

extern "C" {
void npusim_rt_submit(const npusim::port::Submission* task, npusim::port::SubmissionResult* result);
void npusim_rt_submit_dummy(const npusim::port::Submission* task,
                            npusim::port::SubmissionResult* result);
void npusim_rt_alloc(const npusim::port::Submission* task, npusim::port::SubmissionResult* result);
void npusim_rt_scope_begin(npusim::port::ScopeMode mode);
void npusim_rt_scope_end();
std::uint64_t npusim_rt_get_tensor_data(const npusim::port::TensorImage* tensor,
                                        std::uint32_t ndims, const std::uint32_t* indices);
void npusim_rt_set_tensor_data(const npusim::port::TensorImage* tensor, std::uint32_t ndims,
                               const std::uint32_t* indices, std::uint64_t value);
/// Before the device starts: takes no time, and waits for nothing.
void npusim_rt_copy_to_device(std::uint64_t address, const void* bytes, std::uint64_t count);
bool npusim_rt_is_fatal();
void npusim_rt_report_fatal(std::int32_t code, const char* function, const char* message);
void npusim_rt_log(npusim::port::LogLevel level, const char* function, const char* message);
/// Limits of a task's arguments under the runtime policy in force.
std::int32_t npusim_rt_max_tensors();
std::int32_t npusim_rt_max_scalars();
std::int32_t npusim_rt_cluster_count();
std::int32_t npusim_rt_aiv_count();
/// An assertion of the public API does not hold: the AICPU takes an exception.
[[noreturn]] void npusim_rt_assert_failed(const char* condition, const char* file, int line);
}
