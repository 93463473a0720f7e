// SPDX-License-Identifier: Apache-2.0
// The functions an orchestration's shared object calls.
#include "pto/port/runtime_port.h"

#include "models/arch/check.h"
#include "models/scheduler/orchestrator.h"

namespace npusim {
namespace {

Orchestrator* current_orchestrator = nullptr;

Orchestrator& current() {
  NPUSIM_CHECK(current_orchestrator != nullptr);
  return *current_orchestrator;
}

/// For calls that access tensors: `site` is the caller's return address.
Orchestrator& called_from(Site site) {
  current().set_site(site);
  return current();
}

}  // namespace

void set_current_orchestrator(Orchestrator* orchestrator) { current_orchestrator = orchestrator; }

}  // namespace npusim

using npusim::called_from;
using npusim::current;

extern "C" {

void npusim_rt_submit(const npusim::port::Submission* task,
                      npusim::port::SubmissionResult* result) {
  called_from(__builtin_return_address(0)).submission().submit(*task, *result);
}
void npusim_rt_submit_dummy(const npusim::port::Submission* task,
                            npusim::port::SubmissionResult* result) {
  called_from(__builtin_return_address(0)).submission().submit_dummy(*task, *result);
}
void npusim_rt_alloc(const npusim::port::Submission* task, npusim::port::SubmissionResult* result) {
  called_from(__builtin_return_address(0)).submission().alloc_tensors(*task, *result);
}
void npusim_rt_scope_begin(npusim::port::ScopeMode mode) {
  current().begin_scope(mode == npusim::port::ScopeMode::Manual);
}
void npusim_rt_scope_end() { current().end_scope(); }

std::uint64_t npusim_rt_get_tensor_data(const npusim::port::TensorImage* tensor,
                                        std::uint32_t ndims, const std::uint32_t* indices) {
  return called_from(__builtin_return_address(0)).tensors().get(*tensor, ndims, indices);
}
void npusim_rt_set_tensor_data(const npusim::port::TensorImage* tensor, std::uint32_t ndims,
                               const std::uint32_t* indices, std::uint64_t value) {
  called_from(__builtin_return_address(0)).tensors().set(*tensor, ndims, indices, value);
}
void npusim_rt_copy_to_device(std::uint64_t address, const void* bytes, std::uint64_t count) {
  called_from(__builtin_return_address(0)).tensors().fill(address, bytes, count);
}

bool npusim_rt_is_fatal() { return current().is_fatal(); }
void npusim_rt_report_fatal(std::int32_t code, const char* function, const char* message) {
  current().fail(code, std::string(function) + ": " + message);
}
void npusim_rt_log(npusim::port::LogLevel level, const char*, const char*) {
  current().log(level == npusim::port::LogLevel::Error || level == npusim::port::LogLevel::Warning);
}
std::int32_t npusim_rt_max_tensors() { return current().max_tensors(); }
std::int32_t npusim_rt_max_scalars() { return current().max_scalars(); }
std::int32_t npusim_rt_cluster_count() { return static_cast<std::int32_t>(current().clusters()); }
std::int32_t npusim_rt_aiv_count() {
  return static_cast<std::int32_t>(current().clusters() * npusim::kAivPerCluster);
}

void npusim_rt_assert_failed(const char* condition, const char* file, int line) {
  current().abort(std::string("assertion ") + condition + " does not hold at " + file + ":" +
                  std::to_string(line));
}
}
