// SPDX-License-Identifier: Apache-2.0
#include "models/core/event_flags.h"

#include <functional>
#include <systemc>

#include "models/memory/sim_time.h"
#include "tests/support/catch.h"
#include "tests/support/sc_process.h"

using namespace npusim;

namespace {

constexpr FlagId kFlag{Pipe::MTE2, Pipe::V, 3};

}  // namespace

TEST_CASE("wait_flag blocks until the set is visible, to the cycle", "[models][event_flags]") {
  EventFlags flags;
  Cycle passed = 0;
  test::Process waiter("waiter", [&] {
    flags.wait(kFlag);
    passed = now();
  });
  test::Process setter("setter", [&] {
    sc_core::wait(to_sc(50));
    flags.set(kFlag, now() + 6);
  });
  sc_core::sc_start(to_sc(1000));
  CHECK(passed == 56);
}

TEST_CASE("a flag belongs to its ordered pair of pipes and its id", "[models][event_flags]") {
  EventFlags flags;
  bool passed = false;
  test::Process waiter("waiter", [&] {
    flags.wait(kFlag);
    passed = true;
  });
  test::Process setter("setter", [&] {
    flags.set({Pipe::V, Pipe::MTE2, 3}, now());
    flags.set({Pipe::MTE2, Pipe::V, 4}, now());
    flags.set({Pipe::MTE2, Pipe::MTE3, 3}, now());
  });
  sc_core::sc_start(to_sc(1000));
  CHECK_FALSE(passed);
  CHECK(flags.pending().size() == 3);
}

TEST_CASE("waits consume sets one by one, oldest first", "[models][event_flags]") {
  EventFlags flags;
  std::vector<std::uint32_t> consumed;
  test::Process process("process", [&] {
    CHECK(flags.set(kFlag, now()) == 1);
    CHECK(flags.set(kFlag, now()) == 2);
    consumed.push_back(flags.wait(kFlag).instance);
    consumed.push_back(flags.wait(kFlag).instance);
  });
  sc_core::sc_start(to_sc(10));
  CHECK(consumed == std::vector<std::uint32_t>{1, 2});
  CHECK(flags.pending().empty());
}

TEST_CASE("a second set in a row is one without a wait between them in program order",
          "[models][event_flags]") {
  EventFlags flags;
  CHECK_FALSE(flags.issue_set(kFlag));
  flags.issue_wait(kFlag);
  CHECK_FALSE(flags.issue_set(kFlag));
  CHECK(flags.issue_set(kFlag));
  CHECK_FALSE(flags.issue_set({Pipe::V, Pipe::MTE2, 3}));
}

TEST_CASE("a set can wait until the last one is consumed", "[models][event_flags]") {
  EventFlags flags;
  Cycle second = 0;
  test::Process setter("setter", [&] {
    flags.set(kFlag, now());
    flags.wait_until_free(kFlag);
    second = now();
  });
  test::Process waiter("waiter", [&] {
    sc_core::wait(to_sc(70));
    flags.wait(kFlag);
  });
  sc_core::sc_start(to_sc(1000));
  CHECK(second == 70);
}
