// SPDX-License-Identifier: Apache-2.0
// A SystemC process with a stack of its own size.
#pragma once

#include <cstddef>
#include <functional>
#include <systemc>
#include <utility>

namespace npusim {

class AicpuProcess : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(AicpuProcess);
  AicpuProcess(sc_core::sc_module_name name, std::size_t stack_bytes, std::function<void()> body)
      : sc_module(name), body_(std::move(body)) {
    SC_THREAD(run_body);
    set_stack_size(stack_bytes);
  }

 private:
  void run_body() { body_(); }
  std::function<void()> body_;
};

}  // namespace npusim
