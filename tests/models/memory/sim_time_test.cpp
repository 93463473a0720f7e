// SPDX-License-Identifier: Apache-2.0
#include "models/memory/sim_time.h"

#include <vector>

#include "tests/support/catch.h"
#include "tests/support/sc_process.h"

using namespace npusim;

TEST_CASE("a process that runs ahead has its own time until it catches up", "[models][time]") {
  std::vector<Cycle> times;
  test::Process process("process", [&] {
    sc_core::wait(to_sc(10));
    run_ahead(3);
    run_ahead(4);
    times = {now(), settled()};
    catch_up();
    times.push_back(settled());
    run_ahead(5);
    pass(2);
    times.push_back(settled());
  });
  sc_core::sc_start(to_sc(1000));
  CHECK(times == std::vector<Cycle>{17, 10, 17, 24});
}

TEST_CASE("what others do meanwhile is done when a process has caught up", "[models][time]") {
  int done = 0;
  std::vector<int> seen;
  test::Process other("other", [&] {
    for (int i = 0; i < 20; ++i) {
      pass(1);
      ++done;
    }
  });
  test::Process process("process", [&] {
    run_ahead(8);
    seen.push_back(done);
    pass_until(10);
    sc_core::wait(sc_core::SC_ZERO_TIME);
    seen.push_back(done);
  });
  sc_core::sc_start(to_sc(1000));
  CHECK(seen == std::vector<int>{0, 10});
}

TEST_CASE("one process's lead is not another's", "[models][time]") {
  std::vector<Cycle> times;
  test::Process first("first", [&] {
    run_ahead(50);
    pass(0);
  });
  test::Process second("second", [&] {
    pass(20);
    times = {now(), settled()};
  });
  sc_core::sc_start(to_sc(1000));
  CHECK(times == std::vector<Cycle>{20, 20});
}

TEST_CASE("who waits for a process that is ahead goes on at that process's time",
          "[models][time]") {
  sc_core::sc_event event;
  Cycle woken = 0;
  test::Process waiter("waiter", [&] {
    sc_core::wait(event);
    woken = now();
  });
  test::Process process("process", [&] {
    pass(5);
    run_ahead(7);
    notify_now(event);
    catch_up();
  });
  sc_core::sc_start(to_sc(1000));
  CHECK(woken == 12);
}

TEST_CASE("a process that waits for an event gives its lead up", "[models][time]") {
  sc_core::sc_event event;
  Cycle woken = 0;
  test::Process waiter("waiter", [&] {
    run_ahead(100);
    wait_from_settled(event);
    woken = now();
  });
  test::Process process("process", [&] {
    pass(5);
    event.notify(sc_core::SC_ZERO_TIME);
  });
  sc_core::sc_start(to_sc(1000));
  CHECK(woken == 5);
}

TEST_CASE("a process that only runs ahead lets the others live", "[models][time]") {
  Cycle other_at = 0, seen_at = 0;
  test::Process other("other", [&] {
    pass(100);
    other_at = now();
  });
  test::Process process("process", [&] {
    while (other_at == 0 && now() < 100 * kMostAhead) run_ahead(10);
    seen_at = now();
    catch_up();
  });
  sc_core::sc_start(to_sc(100 * kMostAhead));
  CHECK(other_at == 100);
  CHECK(seen_at <= 100 + kMostAhead + 10);
}
