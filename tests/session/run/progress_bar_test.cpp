// SPDX-License-Identifier: Apache-2.0
#include "session/run/progress_bar.h"

#include <sstream>

#include "tests/support/catch.h"

using namespace npusim::session;

TEST_CASE("a bar shows share, rate and time left", "[session][progress_bar]") {
  CHECK(progress_line({"simulate", "tasks", 12, 40, 3}) ==
        "simulate [#########---------------------]  30% 12/40 tasks, 4.0/s, 7 s left");
  CHECK(progress_line({"simulate", "tasks", 1, 7201, 1}) ==
        "simulate [------------------------------]   0% 1/7201 tasks, 1.0/s, 2 h 00 min left");
}

TEST_CASE("a finished bar has no time left", "[session][progress_bar]") {
  CHECK(progress_line({"build", "kernels", 6, 6, 2}) ==
        "build [##############################] 100% 6/6 kernels, 3.0/s");
}

TEST_CASE("without a total there is a count and a rate", "[session][progress_bar]") {
  CHECK(progress_line({"simulate", "tasks", 8, 0, 2}) == "simulate 8 tasks, 4.0/s");
  CHECK(progress_line({"load", "", 0, 0, 2}) == "load");
}

TEST_CASE("a terminal is redrawn at most ten times a second", "[session][progress_bar]") {
  std::ostringstream stream;
  double now = 0;
  ProgressBar bar(stream, ProgressBar::Style::Terminal, [&now] { return now; });
  bar.begin("simulate", 1000, "tasks");
  for (int i = 1; i <= 1000; ++i) {
    now = i / 1000.0;
    bar.update(static_cast<std::uint64_t>(i), 1000);
  }
  std::size_t draws = 0;
  for (const char c : stream.str()) draws += c == '\r' ? 1 : 0;
  CHECK(draws >= 9);
  CHECK(draws <= 11);
}

TEST_CASE("elsewhere each phase is one line without control characters",
          "[session][progress_bar]") {
  std::ostringstream stream;
  double now = 10;
  ProgressBar bar(stream, ProgressBar::Style::Lines, [&now] { return now; });
  bar.begin("build", 6, "kernels");
  now = 12.5;
  bar.update(6, 6);
  bar.end();
  CHECK(stream.str() == "npusim: build, 6 kernels, 2.5 s\n");
}
