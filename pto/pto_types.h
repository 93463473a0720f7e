// SPDX-License-Identifier: Apache-2.0
// A task's arguments and results (task-runtime.md sections 2.3 and 2.5), under the names of every
// era.
#pragma once

#include <type_traits>

#include "pto/pto_submit_types.h"
#include "pto/task_args.h"
#include "pto/tensor_create_info.h"

/// Same numbers as npusim::port::ArgumentTag.
enum class TensorArgType : std::int32_t { INPUT, OUTPUT, INOUT, OUTPUT_EXISTING, NO_DEP };

/// The tensors a task created, in the order they were added.
class TaskOutputTensors {
 public:
  TaskOutputTensors() = default;
  explicit TaskOutputTensors(const npusim::port::SubmissionResult& result) : result_(result) {}

  bool empty() const { return result_.output_count == 0; }
  std::uint32_t size() const { return result_.output_count; }
  /// Refers into the task's payload: valid until the scope that created it ends.
  const Tensor& get_ref(std::uint32_t index) const& {
    always_assert(index < result_.output_count);
    return *reinterpret_cast<const Tensor*>(result_.outputs[index]);
  }
  const Tensor& get_ref(std::uint32_t index) const&& = delete;
  PTO2TaskId task_id() const { return {result_.task}; }

 private:
  npusim::port::SubmissionResult result_;
};
using TaskSubmitResult = TaskOutputTensors;

/// An argument that was added as a tensor.
struct TensorRef {
  const Tensor* ptr = nullptr;
  const Tensor& ref() const { return *ptr; }
};

/// Run or skip, decided when the task's producers are complete. Later runtimes only.
struct CorePredicateOperand {
  const Tensor* tensor = nullptr;
  std::uint32_t ndims = 0;
  std::uint32_t indices[MAX_TENSOR_DIMS] = {};
};
struct CoreTaskPredicate {
  CorePredicateOperand operand;
  PredicateOp op = PredicateOp::NONE;
  std::int64_t target = 0;
};

/// Holds pointers to the tensors added: they must outlive the submit. The first mistake is kept and
/// ends the run when the task is submitted (code 5).
template <std::size_t TensorRoom, std::size_t ScalarRoom>
class TaskArgsOf {
 public:
  TaskArgsOf() = default;
  TaskArgsOf(const TaskArgsOf&) = delete;
  TaskArgsOf& operator=(const TaskArgsOf&) = delete;

  bool has_error = false;
  const char* error_msg = nullptr;
  PTO2LaunchSpec launch_spec;  ///< survives reset()

  template <typename... Tensors>
  void add_input(Tensors&&... tensors) {
    add_existing<Tensors...>(TensorArgType::INPUT, tensors...);
  }
  template <typename... Tensors>
  void add_inout(Tensors&&... tensors) {
    add_existing<Tensors...>(TensorArgType::INOUT, tensors...);
  }
  template <typename... Tensors>
  void add_no_dep(Tensors&&... tensors) {
    add_existing<Tensors...>(TensorArgType::NO_DEP, tensors...);
  }
  /// All TensorCreateInfo (memory from the heap ring) or all Tensor (existing memory).
  template <typename... Outputs>
  void add_output(Outputs&&... outputs) {
    if constexpr ((std::is_same_v<std::decay_t<Outputs>, TensorCreateInfo> && ...)) {
      static_assert((std::is_lvalue_reference_v<Outputs> && ...),
                    "no temporaries: pointers are kept");
      if (has_room_for(sizeof...(Outputs))) (push(TensorArgType::OUTPUT, nullptr, &outputs), ...);
    } else {
      add_existing<Outputs...>(TensorArgType::OUTPUT_EXISTING, outputs...);
    }
  }

  template <typename... Scalars>
  void add_scalar(Scalars&&... values) {
    static_assert((is_supported_scalar_arg_v<Scalars> && ...), "scalars are arithmetic or enums");
    if (has_scalar_room(sizeof...(Scalars))) ((scalars_[scalar_count_++] = to_u64(values)), ...);
  }
  void add_scalars(const std::uint64_t* values, int count) {
    if (!has_scalar_room(count)) return;
    for (int i = 0; i < count; ++i) scalars_[scalar_count_++] = values[i];
  }
  /// Each value's 32 bits, zero-extended.
  void add_scalars_i32(const std::int32_t* values, int count) {
    if (!has_scalar_room(count)) return;
    for (int i = 0; i < count; ++i)
      scalars_[scalar_count_++] = static_cast<std::uint32_t>(values[i]);
  }
  template <typename Args>
  void copy_scalars_from(const Args& source, int offset, int count) {
    if (offset < 0 || count < 0 || offset + count > source.scalar_count()) {
      set_error("copy_scalars_from: the source has fewer scalars");
      return;
    }
    if (!has_scalar_room(count)) return;
    for (int i = 0; i < count; ++i) scalars_[scalar_count_++] = source.scalar(offset + i);
  }

  /// Explicit producers. Once per use; count 0 clears; the array must outlive the submit.
  void set_dependencies(const PTO2TaskId* ids, std::uint32_t count) {
    if (count != 0 && (ids == nullptr || dependencies_ != nullptr)) {
      set_error(ids == nullptr ? "set_dependencies: no array" : "set_dependencies: called twice");
      return;
    }
    dependencies_ = count == 0 ? nullptr : ids;
    dependency_count_ = count;
  }
  /// Later runtimes split an edge into waiting and keeping memory alive; here an edge does both.
  void set_dependencies_with_kinds(const PTO2TaskId* ids, const DepFlags*, std::uint32_t count) {
    set_dependencies(ids, count);
  }

  /// Permission for an earlier dispatch: not using it is always correct, and we never do.
  void set_allow_early_resolve(bool allowed = true) { allow_early_resolve_ = allowed; }
  bool allow_early_resolve() const { return allow_early_resolve_; }
  void set_predicate(const CoreTaskPredicate& predicate) { predicate_ = predicate; }
  const CoreTaskPredicate& predicate() const { return predicate_; }
  /// Diagnostics of the runtime; without effect on a task.
  void set_task_timing_slot(std::int32_t slot) { timing_slot_ = slot; }
  std::int32_t task_timing_slot() const { return timing_slot_; }
  template <typename... Arguments>
  void dump(Arguments&&...) {}

  void reset() {
    tensor_count_ = scalar_count_ = 0;
    has_error = false;
    error_msg = nullptr;
    dependencies_ = nullptr;
    dependency_count_ = 0;
    allow_early_resolve_ = false;
    predicate_ = {};
    timing_slot_ = -1;
  }
  void set_error(const char* message) {
    if (has_error) return;
    has_error = true;
    error_msg = message;
  }

  std::int32_t tensor_count() const { return tensor_count_; }
  std::int32_t scalar_count() const { return scalar_count_; }
  std::uint64_t scalar(std::int32_t i) const { return scalars_[i]; }
  TensorRef tensor(std::int32_t i) const { return {tensors_[i]}; }
  TensorArgType tag(std::int32_t i) const { return tags_[i]; }
  std::uint32_t explicit_dep_count() const { return dependency_count_; }
  PTO2TaskId explicit_dep(std::uint32_t i) const { return dependencies_[i]; }

  npusim::port::Submission submission(const MixedKernels& kernels) const {
    npusim::port::Submission task;
    task.aic_kernel = kernels.aic_kernel_id;
    task.aiv0_kernel = kernels.aiv0_kernel_id;
    task.aiv1_kernel = kernels.aiv1_kernel_id;
    task.block_num = launch_spec.block_num();
    task.require_sync_start = launch_spec.require_sync_start();
    task.tensor_count = tensor_count_;
    task.scalar_count = scalar_count_;
    task.tags = reinterpret_cast<const npusim::port::ArgumentTag*>(tags_);
    for (std::int32_t i = 0; i < tensor_count_; ++i) {
      task.tensors[i] = reinterpret_cast<const npusim::port::TensorImage*>(tensors_[i]);
      if (create_[i] != nullptr) task.create[i] = image_of(*create_[i]);
    }
    task.scalars = scalars_;
    task.dependencies = reinterpret_cast<const std::uint64_t*>(dependencies_);
    task.dependency_count = dependency_count_;
    if (has_error) task.error = error_msg != nullptr ? error_msg : "Arg error";
    if (predicate_.op != PredicateOp::NONE) task.predicate = image_of(predicate_);
    return task;
  }

 private:
  template <typename... Tensors>
  void add_existing(TensorArgType type, const std::remove_reference_t<Tensors>&... tensors) {
    static_assert((std::is_lvalue_reference_v<Tensors> && ...),
                  "no temporaries: pointers are kept");
    if (has_room_for(sizeof...(Tensors))) {
      (push(type, &static_cast<const Tensor&>(tensors), nullptr), ...);
    }
  }
  void push(TensorArgType type, const Tensor* tensor, const TensorCreateInfo* create) {
    tags_[tensor_count_] = type;
    tensors_[tensor_count_] = tensor;
    create_[tensor_count_++] = create;
  }
  /// A task's limits are the runtime's; larger argument lists are bounded by their own room.
  static constexpr bool kIsTask = TensorRoom == npusim::port::kArgumentRoom;
  static std::int32_t most_tensors() {
    return kIsTask ? ::npusim_rt_max_tensors() : static_cast<std::int32_t>(TensorRoom);
  }
  static std::int32_t most_scalars() {
    return kIsTask ? ::npusim_rt_max_scalars() : static_cast<std::int32_t>(ScalarRoom);
  }
  bool has_room_for(std::size_t count) {
    if (scalar_count_ != 0) {
      set_error("a tensor was added after a scalar; add all tensors first");
    } else if (tensor_count_ + static_cast<std::int32_t>(count) > most_tensors()) {
      set_error("more tensors than a task may have");
    } else {
      return true;
    }
    return false;
  }
  template <typename Count>
  bool has_scalar_room(Count count) {
    const auto wanted = static_cast<std::int64_t>(count);
    if (wanted >= 0 && scalar_count_ + wanted <= most_scalars()) return true;
    set_error("more scalars than a task may have");
    return false;
  }
  static npusim::port::CreateImage image_of(const TensorCreateInfo& info) {
    npusim::port::CreateImage image{};
    image.initial_value = info.initial_value;
    image.has_initial_value = info.has_initial_value;
    image.dtype = static_cast<std::uint8_t>(info.dtype);
    image.manual_dep = info.manual_dep;
    image.ndims = info.ndims;
    for (std::uint32_t i = 0; i < info.ndims; ++i) image.shapes[i] = info.shapes[i];
    return image;
  }

  static npusim::port::Predicate image_of(const CoreTaskPredicate& predicate) {
    npusim::port::Predicate image;
    image.op = static_cast<npusim::port::PredicateOp>(predicate.op);
    image.tensor = reinterpret_cast<const npusim::port::TensorImage*>(predicate.operand.tensor);
    image.ndims = predicate.operand.ndims;
    for (int i = 0; i < MAX_TENSOR_DIMS; ++i) image.indices[i] = predicate.operand.indices[i];
    image.target = predicate.target;
    return image;
  }

  TensorArgType tags_[TensorRoom];
  const Tensor* tensors_[TensorRoom];
  const TensorCreateInfo* create_[TensorRoom];
  std::uint64_t scalars_[ScalarRoom];
  std::int32_t tensor_count_ = 0;
  std::int32_t scalar_count_ = 0;
  const PTO2TaskId* dependencies_ = nullptr;
  std::uint32_t dependency_count_ = 0;
  bool allow_early_resolve_ = false;
  CoreTaskPredicate predicate_;
  std::int32_t timing_slot_ = -1;
};

/// The arguments of a task. Arg until June 2026, then L0TaskArgs, CoreTaskArgs from August on.
using CoreTaskArgs = TaskArgsOf<npusim::port::kArgumentRoom, npusim::port::kArgumentRoom>;
using L0TaskArgs = CoreTaskArgs;
using Arg = CoreTaskArgs;
