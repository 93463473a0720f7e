// SPDX-License-Identifier: Apache-2.0
// The C functions of cce/port/port.h: each goes to the front end of the core whose process runs.
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <string>

#include "cce/port/issue.h"
#include "models/arch/check.h"
#include "models/core/front_end.h"
#include "models/memory/address_window.h"

namespace {

npusim::FrontEnd& front_end() {
  npusim::FrontEnd* const found = npusim::current_scalar_context().front_end();
  NPUSIM_CHECK(found != nullptr);
  return *found;
}

npusim::FlagId flag(int source, int target, int event_id) {
  return {static_cast<npusim::Pipe>(source), static_cast<npusim::Pipe>(target),
          static_cast<unsigned>(event_id)};
}

npusim::Caller caller(const void* site, unsigned library_call) {
  return {site, static_cast<npusim::port::LibraryCall>(library_call)};
}

int print(const char* format, std::va_list values) {
  std::va_list again;
  va_copy(again, values);
  const int length = std::vsnprintf(nullptr, 0, format, values);
  if (length > 0) {
    std::string text(static_cast<std::size_t>(length) + 1, '\0');
    std::vsnprintf(text.data(), text.size(), format, again);
    text.pop_back();
    front_end().kernel_print(text);
  }
  va_end(again);
  return length;
}

}  // namespace

extern "C" {

#define NPUSIM_FAMILY(Operands, name)                                                  \
  void npusim_issue_##name(const npusim::isa::Operands* instruction, const void* site, \
                           unsigned library_call) {                                    \
    front_end().issue(*instruction, caller(site, library_call));                       \
  }
#include "cce/port/family.def"
#undef NPUSIM_FAMILY

void npusim_set_flag(int source_pipe, int target_pipe, int event_id, const void* site,
                     unsigned library_call) {
  front_end().kernel_set_flag(flag(source_pipe, target_pipe, event_id), caller(site, library_call));
}

void npusim_wait_flag(int source_pipe, int target_pipe, int event_id, const void* site,
                      unsigned library_call) {
  front_end().kernel_wait_flag(flag(source_pipe, target_pipe, event_id),
                               caller(site, library_call));
}

void npusim_pipe_barrier(int pipe, const void* site, unsigned library_call) {
  front_end().kernel_pipe_barrier(static_cast<npusim::Pipe>(pipe), caller(site, library_call));
}

void npusim_dcci(const void* address, int scope, int, const void* site) {
  front_end().kernel_dcci(reinterpret_cast<std::uint64_t>(address),
                          static_cast<npusim::port::CacheScope>(scope), site);
}

void npusim_dsb(int kind, const void* site) {
  // The public mem_dsb_t: 0 all, 1 DDR, 2 UB.
  front_end().kernel_dsb(kind != 1, kind != 2, site);
}

void npusim_set_mask_mode(int count) { front_end().set_mask_mode(count != 0); }

void npusim_set_vector_mask(std::uint64_t high, std::uint64_t low) {
  front_end().set_vector_mask(high, low);
}

std::uint64_t npusim_load_local(std::uint64_t address, unsigned bytes, const void* site,
                                unsigned library_call) {
  return front_end().kernel_load_ub(address, bytes, caller(site, library_call));
}

void npusim_store_local(std::uint64_t address, std::uint64_t value, unsigned bytes,
                        const void* site, unsigned library_call) {
  front_end().kernel_store_ub(address, value, bytes, caller(site, library_call));
}

std::uint64_t npusim_read_register(int special_register) {
  return front_end().read_register(static_cast<npusim::port::SpecialRegister>(special_register));
}

void npusim_write_register(int special_register, std::uint64_t value) {
  front_end().write_register(static_cast<npusim::port::SpecialRegister>(special_register), value);
}

std::int64_t npusim_library_reading(int which) {
  return front_end().reading(static_cast<npusim::port::LibraryReading>(which));
}

std::uint64_t npusim_load_gm(std::uint64_t address, unsigned bytes, const void* site) {
  return front_end().kernel_load_gm(address, bytes, site);
}

void npusim_store_gm(std::uint64_t address, std::uint64_t value, unsigned bytes, const void* site) {
  front_end().kernel_store_gm(address, value, bytes, site);
}

void npusim_store_atomic(std::uint64_t address, std::uint64_t value, unsigned bytes,
                         const void* site) {
  front_end().kernel_store_atomic(address, value, bytes, site);
}

std::uint64_t npusim_read_result(int result_register) {
  return front_end().read_result(static_cast<npusim::port::ResultRegister>(result_register));
}

int npusim_printf(const char* format, ...) {
  std::va_list values;
  va_start(values, format);
  const int length = print(format, values);
  va_end(values);
  return length;
}

/// What printf in a kernel's own text becomes when it is linked (sim/build/compiler.cpp).
int __wrap_printf(const char* format, ...) {
  std::va_list values;
  va_start(values, format);
  const int length = print(format, values);
  va_end(values);
  return length;
}

void npusim_cross_core_set(int pipe, std::uint64_t message, const void* site) {
  front_end().kernel_cross_core_set(static_cast<npusim::Pipe>(pipe), message, caller(site, 0));
}

void npusim_cross_core_wait(int flag_id, const void* site) {
  front_end().kernel_cross_core_wait(flag_id, caller(site, 0));
}

void npusim_soft_barrier(int role, std::uint64_t which, const void* site) {
  front_end().kernel_soft_barrier(static_cast<npusim::port::SoftBarrierRole>(role), which, site);
}

void npusim_message_words(std::uint64_t address, std::uint64_t bytes, const void* site) {
  front_end().kernel_message_words(address, bytes, site);
}

void* npusim_local_window(int) { return reinterpret_cast<void*>(npusim::kUbWindowBase); }

void npusim_not_modelled(const char* name, const void* site) {
  front_end().kernel_not_modelled(name, site);
}

void npusim_library_remark(int remark, const char* text, const void* site, unsigned library_call) {
  front_end().kernel_library_remark(static_cast<npusim::port::LibraryRemark>(remark), text,
                                    caller(site, library_call));
}

void npusim_library_takes_full_mask(const void* site, unsigned library_call) {
  front_end().kernel_library_takes_full_mask(caller(site, library_call));
}

void npusim_trap(const void* site) { front_end().kernel_trap(site); }
}
