// SPDX-License-Identifier: Apache-2.0
#include "tests/cce/recorded_port.h"

#include <cstdarg>
#include <stdexcept>

#include <fmt/format.h>

#include "cce/port/scalar_port.h"

namespace npusim {
RecordedPort& recorded() {
  static RecordedPort port;
  return port;
}
}  // namespace npusim

using npusim::recorded;

extern "C" {
#define NPUSIM_FAMILY(Operands, name)                                                         \
  void npusim_issue_##name(const npusim::isa::Operands* instruction, const void*, unsigned) { \
    recorded().issued = *instruction;                                                         \
    ++recorded().issues;                                                                      \
  }
#include "cce/port/family.def"
#undef NPUSIM_FAMILY

void npusim_set_flag(int source, int target, int event, const void*, unsigned) {
  recorded().call = fmt::format("set_flag {} {} {}", source, target, event);
}
void npusim_wait_flag(int source, int target, int event, const void*, unsigned) {
  recorded().call = fmt::format("wait_flag {} {} {}", source, target, event);
}
void npusim_pipe_barrier(int pipe, const void*, unsigned) {
  recorded().call = fmt::format("pipe_barrier {}", pipe);
}
void npusim_dcci(const void* address, int scope, int destination, const void*) {
  recorded().call = fmt::format("dcci {} {} {}", fmt::ptr(address), scope, destination);
}
void npusim_dsb(int kind, const void*) { recorded().call = fmt::format("dsb {}", kind); }
void npusim_set_mask_mode(int count) { recorded().call = fmt::format("mask_mode {}", count); }
void npusim_set_vector_mask(std::uint64_t high, std::uint64_t low) {
  recorded().call = fmt::format("mask {:x} {:x}", high, low);
}
std::uint64_t npusim_read_register(int number) { return recorded().registers[number]; }
void npusim_write_register(int number, std::uint64_t value) {
  recorded().registers[number] = value;
}
std::uint64_t npusim_load_gm(std::uint64_t address, unsigned bytes, const void*) {
  recorded().call = fmt::format("load_gm {:x} {}", address, bytes);
  return 0;
}
void npusim_store_gm(std::uint64_t address, std::uint64_t value, unsigned bytes, const void*) {
  recorded().call = fmt::format("store_gm {:x} {:x} {}", address, value, bytes);
}
void npusim_store_atomic(std::uint64_t address, std::uint64_t value, unsigned bytes, const void*) {
  recorded().call = fmt::format("store_atomic {:x} {:x} {}", address, value, bytes);
}
std::uint64_t npusim_read_result(int) { return 0; }
void npusim_cross_core_set(int pipe, std::uint64_t message, const void*) {
  recorded().call = fmt::format("cross_core_set {} {:x}", pipe, message);
}
void npusim_cross_core_wait(int flag, const void*) {
  recorded().call = fmt::format("cross_core_wait {}", flag);
}
int npusim_printf(const char* format, ...) {
  char text[256];
  std::va_list values;
  va_start(values, format);
  const int length = std::vsnprintf(text, sizeof text, format, values);
  va_end(values);
  recorded().call = text;
  return length;
}
void npusim_not_modelled(const char* name, const void*) { throw std::runtime_error(name); }
void npusim_trap(const void*) { throw std::runtime_error("trap"); }
}
