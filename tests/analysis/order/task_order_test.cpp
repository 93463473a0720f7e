// SPDX-License-Identifier: Apache-2.0
// Reachability among tasks, against the transitive closure of a matrix.
#include "analysis/order/task_order.h"

#include <random>

#include "tests/support/catch.h"

using namespace npusim;
using analysis::TaskOrder;

namespace {

DependencyEvent edge(TaskIndex producer, TaskIndex consumer) {
  DependencyEvent event;
  event.producer = producer;
  event.consumer = consumer;
  return event;
}

using Matrix = std::vector<std::vector<bool>>;

/// Warshall.
void close(Matrix& before) {
  for (std::size_t via = 0; via < before.size(); ++via) {
    for (std::size_t from = 0; from < before.size(); ++from) {
      for (std::size_t to = 0; before[from][via] && to < before.size(); ++to) {
        if (before[via][to]) before[from][to] = true;
      }
    }
  }
}

}  // namespace

TEST_CASE("a task is before those that edges lead to, and no others", "[analysis][order]") {
  constexpr TaskIndex kTasks = 24;
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    TaskOrder order(analysis::all_edges());
    Matrix before(kTasks, std::vector<bool>(kTasks));
    for (TaskIndex task = 0; task < kTasks; ++task) {
      order.submit(task, 0);
      for (TaskIndex producer = 0; producer < task; ++producer) {
        if (random() % 8 != 0) continue;
        order.add(edge(producer, task));
        before[producer][task] = true;
      }
    }
    close(before);
    for (TaskIndex a = 0; a < kTasks; ++a) {
      for (TaskIndex b = 0; b < kTasks; ++b) REQUIRE(order.before(a, b) == before[a][b]);
    }
  }
}

TEST_CASE("an edge that comes late counts as if it had come in time", "[analysis][order]") {
  TaskOrder order(analysis::all_edges());
  for (TaskIndex task = 0; task < 3; ++task) order.submit(task, 0);
  order.add(edge(1, 2));
  CHECK(!order.before(0, 2));
  order.add(edge(0, 1));
  CHECK(order.before(0, 2));
}

TEST_CASE("what the orchestrator has waited for is before what it submits then",
          "[analysis][order]") {
  TaskOrder order(analysis::all_edges());
  order.submit(0, 0);
  order.submit(1, 0);
  order.add(edge(0, 1));
  order.add(edge(1, kNoTask));  // the orchestrator waits for task 1
  CHECK((order.orchestrator_waited_for(0) && order.orchestrator_waited_for(1)));
  order.submit(2, 5);
  CHECK((order.before(0, 2) && order.before(1, 2)));
  CHECK(order.orchestrator_before(5, 2));
  CHECK(!order.orchestrator_before(6, 2));
}

TEST_CASE("a task is consumed when the consumers that are known by then are done",
          "[analysis][order]") {
  TaskOrder order(analysis::all_edges());
  for (TaskIndex task = 0; task < 4; ++task) order.submit(task, 0);
  order.add(edge(0, 2));
  order.add(edge(1, 2));
  order.add(edge(0, 3));
  const analysis::TaskSet done = order.done_when_consumed(0, 3);
  CHECK((done.contains(0) && done.contains(1) && done.contains(2)));
  CHECK(!done.contains(3));
}
