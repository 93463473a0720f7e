// SPDX-License-Identifier: Apache-2.0
// Task arguments that collect their explicit producers (task-runtime.md section 2.5).
#pragma once

#include "pto/pto_orchestration_api.h"

template <std::size_t MaxDependencies = 16>
class CoreTaskArgsWithDeps : private CoreTaskArgs {
 public:
  using CoreTaskArgs::add_inout;
  using CoreTaskArgs::add_input;
  using CoreTaskArgs::add_no_dep;
  using CoreTaskArgs::add_output;
  using CoreTaskArgs::add_scalar;
  using CoreTaskArgs::add_scalars;
  using CoreTaskArgs::add_scalars_i32;
  using CoreTaskArgs::allow_early_resolve;
  using CoreTaskArgs::copy_scalars_from;
  using CoreTaskArgs::error_msg;
  using CoreTaskArgs::has_error;
  using CoreTaskArgs::launch_spec;
  using CoreTaskArgs::set_allow_early_resolve;
  using CoreTaskArgs::set_error;
  using CoreTaskArgs::set_task_timing_slot;
  using CoreTaskArgs::task_timing_slot;

  template <typename... Ids>
  void add_dep(Ids... ids) {
    static_assert((std::is_same_v<Ids, PTO2TaskId> && ...), "add_dep takes task ids");
    if (count_ + sizeof...(Ids) > MaxDependencies) {
      set_error("add_dep: more producers than the template argument allows");
      return;
    }
    ((ids_[count_++] = ids), ...);
  }
  template <typename... Ids>
  void add_dep_wait(Ids... ids) {
    add_dep(ids...);
  }

  void reset() {
    CoreTaskArgs::reset();
    count_ = 0;
  }
  CoreTaskArgs& finalize_for_submit() {
    set_dependencies(nullptr, 0);
    set_dependencies(ids_, count_);
    return *this;
  }

 private:
  PTO2TaskId ids_[MaxDependencies];
  std::uint32_t count_ = 0;
};

template <std::size_t N = 16>
using ArgWithDeps = CoreTaskArgsWithDeps<N>;
template <std::size_t N = 16>
using L0TaskArgsWithDeps = CoreTaskArgsWithDeps<N>;

template <std::size_t N>
inline TaskOutputTensors rt_submit_task(const MixedKernels& kernels,
                                        CoreTaskArgsWithDeps<N>& args) {
  return rt_submit_task(kernels, args.finalize_for_submit());
}
template <std::size_t N>
inline TaskOutputTensors rt_submit_aic_task(std::int32_t kernel, CoreTaskArgsWithDeps<N>& args) {
  return rt_submit_aic_task(kernel, args.finalize_for_submit());
}
template <std::size_t N>
inline TaskOutputTensors rt_submit_aiv_task(std::int32_t kernel, CoreTaskArgsWithDeps<N>& args) {
  return rt_submit_aiv_task(kernel, args.finalize_for_submit());
}
