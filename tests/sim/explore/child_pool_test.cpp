// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/child_pool.h"

#include <csignal>
#include <map>
#include <stdexcept>

#include "models/arch/check.h"
#include "tests/support/catch.h"

using namespace npusim;

TEST_CASE("every child's text comes back under its ticket, however many run at once",
          "[sim][explore]") {
  ChildPool pool(5);
  std::map<std::uint64_t, std::string> results;
  std::uint64_t next = 0;
  while (next < 40 || !pool.is_empty()) {
    if (next < 40 && !pool.is_full()) {
      const std::uint64_t ticket = next++;
      pool.start(ticket, [ticket] { return std::string(ticket * 10'000, 'x'); });
    } else {
      const ChildPool::Result result = pool.wait();
      CHECK_FALSE(result.crashed);
      results[result.ticket] = result.text;
    }
  }
  REQUIRE(results.size() == 40);
  for (const auto& [ticket, text] : results) CHECK(text == std::string(ticket * 10'000, 'x'));
}

TEST_CASE("an exception, a signal and a silent end are crashes with their reason",
          "[sim][explore]") {
  const auto crash = [](const ChildPool::Job& job) {
    ChildPool pool(1);
    pool.start(0, job);
    const ChildPool::Result result = pool.wait();
    CHECK(result.crashed);
    return result.text;
  };
  CHECK(crash([]() -> std::string { throw std::runtime_error("no such thing"); }) ==
        "no such thing");
  CHECK_THAT(crash([]() -> std::string {
               std::raise(SIGKILL);
               return "";
             }),
             Catch::Contains("signal 9"));
  CHECK_THAT(crash([]() -> std::string { _exit(3); }), Catch::Contains("status 3"));
  CHECK_THAT(crash([]() -> std::string {
               // A pipe's end that the program found.
               for (int file = 3; file < 64; ++file) {
                 if (write(file, "fupn\1\0\0\0\0\0\0\0", 12) > 0) continue;
               }
               return "pass";
             }),
             Catch::Contains("own files"));
}

TEST_CASE("a single job in a child gives its text, or says what went wrong", "[sim][explore]") {
  CHECK(run_in_child([] { return std::string("done"); }) == "done");
  CHECK(run_in_child([] { return std::string(); }).empty());
  CHECK_THROWS_WITH(run_in_child([]() -> std::string { throw std::runtime_error("too late"); }),
                    Catch::Contains("too late"));
}
