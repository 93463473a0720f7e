// SPDX-License-Identifier: Apache-2.0
// Who decides how large a ring is: the knob, then kernel_config.py, then the environment, then the
// runtime.
#include "sim/machine/ring_sizes.h"

#include <cstdlib>

#include "models/arch/input_error.h"
#include "tests/support/catch.h"

using namespace npusim;

namespace {

/// A variable of the environment, for one test case.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~Variable() { unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

KernelConfig with_heap(std::vector<std::uint64_t> bytes) {
  KernelConfig config;
  config.rings.heap_bytes = std::move(bytes);
  return config;
}

Knobs with_knob(const char* knob, const char* value) {
  Knobs knobs;
  knobs.set(knob, value);
  return knobs;
}

}  // namespace

TEST_CASE("rings have the runtime's own sizes where nobody says anything", "[sim][machine]") {
  const auto sizes = ring_sizes({}, {});
  for (const RingSize& size : sizes) {
    CHECK(size.heap_bytes == RingSize{}.heap_bytes);
    CHECK(size.task_window == RingSize{}.task_window);
  }
}

TEST_CASE("one size is for all rings, four are for one each", "[sim][machine]") {
  CHECK(ring_sizes(with_heap({4096}), {})[3].heap_bytes == 4096);
  CHECK(ring_sizes(with_heap({1024, 2048, 4096, 8192}), {})[2].heap_bytes == 4096);
}

TEST_CASE("a knob beats kernel_config.py, which beats the environment", "[sim][machine]") {
  const Variable variable("PTO2_RING_HEAP", "8192");
  const auto heap = [](const KernelConfig& config, const Knobs& knobs) {
    return ring_sizes(config, with_runtime_environment(knobs, config))[0].heap_bytes;
  };
  CHECK(heap({}, {}) == 8192);
  CHECK(heap(with_heap({4096}), {}) == 4096);
  CHECK(heap(with_heap({4096}), with_knob("runtime.ring_heap", "2048")) == 2048);
}

TEST_CASE("sizes that the runtime refuses are refused", "[sim][machine]") {
  CHECK_THROWS_AS(ring_sizes(with_heap({512}), {}), InputError);
  CHECK_THROWS_AS(ring_sizes({}, with_knob("runtime.ring_task_window", "100")), InputError);
  const Variable variable("PTO2_RING_DEP_POOL", "many");
  CHECK_THROWS_AS(with_runtime_environment({}, {}), InputError);
}

TEST_CASE("a program of launches has no rings", "[sim][machine]") {
  Program program{"test", {}, Installation("."), {}, {}, {}, {}, {}, {}, {}};
  program.config.launches.emplace_back();
  CHECK(heap_bytes(program, {}) == 0);
  const Variable variable("PTO2_RING_HEAP", "many");  // nobody reads it
  CHECK_NOTHROW(with_runtime_environment({}, program.config));
}
