// SPDX-License-Identifier: Apache-2.0
// Traces of processes that were killed or ran out of disk.
#include <atomic>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/catch.h"
#include "tests/traces/event_text.h"
#include "tests/traces/random_events.h"
#include "tests/traces/trace_fixture.h"
#include "traces/format/trace_error.h"
#include "traces/read/trace_reader.h"
#include "traces/write/trace_writer.h"

using namespace npusim;
using namespace npusim::test;

namespace {

constexpr unsigned kSeed = 77;

/// Writes events without end.
[[noreturn]] void write_forever(const std::filesystem::path& path) {
  const NumberedSites sites;
  traces::TraceWriter writer(path, sample_header(), sites);
  RandomEvents events(kSeed);
  while (true) events.send(writer, 1000);
}

/// Like write_forever(), and counts what it has sent where the parent sees it.
[[noreturn]] void write_and_count(const std::filesystem::path& path,
                                  std::atomic<std::uint64_t>& sent) {
  const NumberedSites sites;
  traces::TraceWriter writer(path, sample_header(), sites);
  for (std::uint64_t i = 0;; ++i) {
    writer.on_choice({0, 0, i, i % 7, 8, i});
    sent.store(i + 1, std::memory_order_relaxed);
  }
}

/// Memory that parent and child share.
class SharedCounter {
 public:
  SharedCounter()
      : page_(::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
    REQUIRE(page_ != MAP_FAILED);
  }
  ~SharedCounter() { ::munmap(page_, 4096); }
  SharedCounter(const SharedCounter&) = delete;
  SharedCounter& operator=(const SharedCounter&) = delete;
  std::atomic<std::uint64_t>& value() { return *static_cast<std::atomic<std::uint64_t>*>(page_); }

 private:
  void* page_;
};

/// Requires that the replay is a prefix of what was sent, but for issues; returns its length.
std::size_t check_prefix(const std::filesystem::path& path) {
  const traces::TraceReader reader(path);
  EventText found(reader);
  const traces::ReplaySummary summary = reader.replay_events(found);
  CHECK_FALSE(reader.info().outcome.complete);
  CHECK(summary.delivered == found.lines.size());
  const NumberedSites sites;
  EventText sent(sites);
  RandomEvents(kSeed).send(sent, summary.delivered + summary.undelivered);
  std::size_t at = 0;
  for (const std::string& line : found.lines) {
    while (at < sent.lines.size() && sent.lines[at] != line &&
           sent.lines[at].starts_with("issue")) {
      ++at;
    }
    REQUIRE(at < sent.lines.size());
    if (sent.lines[at] != line) REQUIRE(sent.lines[at] == line);
    ++at;
  }
  return found.lines.size();
}

/// Reads every column with h5py.
void check_with_h5py(const std::string& paths) {
  const std::string python = python_with_h5py();
  if (python.empty()) {
    WARN("skipped: no python3 with h5py");
    return;
  }
  const std::string script =
      "import h5py, sys\n"
      "for p in sys.argv[1:]:\n"
      "  f = h5py.File(p, 'r')\n"
      "  n = [f[g][k][:].size for g in f for k in f[g]]\n"
      "  assert len(n) > 100 and f.attrs['format'] == b'npusim trace'\n";
  CHECK(std::system((python + " -c \"" + script + "\" " + paths).c_str()) == 0);
}

}  // namespace

TEST_CASE("after SIGKILL at any moment the trace opens and holds a prefix of the run", "[traces]") {
  const TemporaryFolder folder;
  std::mt19937 random(5);
  std::string paths;
  std::size_t most = 0;
  for (int attempt = 0; attempt < 24; ++attempt) {
    const auto path = folder / fmt::format("{}.h5", attempt);
    const auto milliseconds = random() % 400;
    const pid_t child = ::fork();
    if (child == 0) write_forever(path);
    while (!std::filesystem::exists(path)) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    paths += path.string() + " ";
  }
  for (int attempt = 0; attempt < 24; ++attempt) {
    INFO("attempt " << attempt);
    most = std::max(most, check_prefix(folder / fmt::format("{}.h5", attempt)));
  }
  CHECK(most > 1000);
  check_with_h5py(paths);
}

TEST_CASE("after SIGKILL at most the last million records are missing", "[traces]") {
  const TemporaryFolder folder;
  std::mt19937 random(9);
  for (int attempt = 0; attempt < 6; ++attempt) {
    const auto path = folder / fmt::format("{}.h5", attempt);
    const std::uint64_t enough = 1'500'000 + random() % 2'000'000;
    SharedCounter sent;
    const pid_t child = ::fork();
    if (child == 0) write_and_count(path, sent.value());
    while (sent.value() < enough) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const std::uint64_t kept = traces::TraceReader(path).info().outcome.events;
    INFO("sent " << sent.value() << ", kept " << kept);
    CHECK(kept > 0);
    CHECK(sent.value() - kept <= 1'000'000);
  }
}

TEST_CASE("on a full disk the writer says so and the trace holds what was written", "[traces]") {
  const TemporaryFolder folder;
  std::string paths;
  std::mt19937 random(6);
  for (int attempt = 0; attempt < 16; ++attempt) {
    const rlim_t limit = 300'000 + random() % (attempt % 2 == 0 ? 300'000 : 6'000'000);
    INFO("limit " << limit);
    const auto path = folder / fmt::format("{}.h5", limit);
    const pid_t child = ::fork();
    if (child == 0) {
      std::signal(SIGXFSZ, SIG_IGN);
      const rlimit limits{limit, limit};
      ::setrlimit(RLIMIT_FSIZE, &limits);
      try {
        write_forever(path);
      } catch (const traces::TraceError& error) {
        const bool named = std::string(error.what()).find(path.string()) != std::string::npos;
        std::_Exit(named ? 3 : 4);
      }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFEXITED(status));
    REQUIRE(WEXITSTATUS(status) == 3);
    CHECK(std::filesystem::file_size(path) <= limit);
    CHECK(check_prefix(path) > 0);
    paths += path.string() + " ";
  }
  check_with_h5py(paths);
}

TEST_CASE("a trace that cannot be created is reported", "[traces]") {
  const TemporaryFolder folder;
  const NumberedSites sites;
  CHECK_THROWS_AS(traces::TraceWriter(folder / "none" / "t.h5", sample_header(), sites),
                  traces::TraceError);
}

TEST_CASE("a writer that is never closed leaves a readable, incomplete trace", "[traces]") {
  const TemporaryFolder folder;
  {
    const NumberedSites sites;
    traces::TraceWriter writer(folder / "t.h5", sample_header(), sites);
    RandomEvents(kSeed).send(writer, 5000);
  }
  CHECK(check_prefix(folder / "t.h5") > 1000);
}
