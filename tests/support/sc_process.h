// SPDX-License-Identifier: Apache-2.0
// A SystemC process that runs a test's function.
#pragma once

#include <functional>
#include <systemc>
#include <utility>

namespace npusim::test {

class Process : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Process);
  Process(sc_core::sc_module_name name, std::function<void()> body)
      : sc_module(name), body_(std::move(body)) {
    SC_THREAD(run);
  }

 private:
  void run() { body_(); }
  std::function<void()> body_;
};

}  // namespace npusim::test
