// SPDX-License-Identifier: Apache-2.0
// Heap memory that gets a new owner: what the runtime waits for before it gives it away is ordered,
// everything else races, however early it was in this run.
#include "tests/analysis/race/race_scripts.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;
constexpr MemSpace GM = MemSpace::GM;
constexpr MemSpace UB = MemSpace::UB;

namespace {

constexpr std::uint64_t kBlock = 1024;

enum class Drained { No, Yes };

void read(EventScript& script, TaskIndex task, Drained drained = Drained::Yes) {
  auto core = script.core(kAiv + 1);
  core.start(task);
  core.op(Pipe::MTE2, "", "TLOAD").reads(GM, kGm, 64).writes(UB, 0, 64);
  if (drained == Drained::Yes) core.bar_all();
  core.end();
}

void write(EventScript& script, TaskIndex task) {
  auto core = script.core(kAiv);
  core.start(task);
  core.op(Pipe::MTE3, "", "TSTORE").reads(UB, 0, 64).writes(GM, kGm, 64);
  core.bar_all();
  core.end();
}

constexpr TaskIndex kCreator = 0, kReader = 1, kNextCreator = 2, kWriter = 3;

struct Graph {
  bool known_reader = false;
  std::uint8_t reader_ring = 1;
  bool reader_first = true;  ///< in this run
  bool takes_two_blocks =
      false;  ///< the next owner also takes the block of a task after the reader
  Drained drained = Drained::Yes;
};

/// A task creates a block of heap that another one reads; later a third one gets the memory, and a
/// fourth writes it.
Script reuse(const Graph& graph) {
  return [graph](EventScript& script) {
    const auto block = argument(ArgDirection::Input, kGm, kBlock);
    script.task(kCreator, "creator");
    script.heap("old", kCreator, kGm, kBlock);
    script.task(kReader, "reader", {block}, graph.reader_ring);
    if (graph.takes_two_blocks) script.heap("beside", kReader, kGm + kBlock, kBlock);
    if (graph.known_reader) script.edge(kCreator, kReader);
    if (graph.reader_first) read(script, kReader, graph.drained);
    script.task(kNextCreator, "next creator");
    script.heap("new", kNextCreator, kGm, graph.takes_two_blocks ? 2 * kBlock : kBlock);
    script.task(kWriter, "writer", {block});
    script.edge(kNextCreator, kWriter);
    write(script, kWriter);
    if (!graph.reader_first) read(script, kReader, graph.drained);
  };
}

}  // namespace

TEST_CASE("a reader that the runtime does not know races with the memory's next owner",
          "[race][heap]") {
  Graph graph;
  graph.reader_first = GENERATE(true, false);
  const auto found = races(reuse(graph));
  REQUIRE(found.size() == 1);
  CHECK(found[0].hazard == "WAR");
  CHECK(found[0].rule == "runtime.heap_reuse");
  CHECK(found[0].first.task == "reader");
  CHECK(text_of(found[0].first.range) == "old[0:16]");
  CHECK(text_of(found[0].second.range) == "new[0:16]");
  CHECK_THAT(found[0].missing_edge, Catch::StartsWith("the memory of old is given to new"));
}

TEST_CASE("the runtime waits for the consumers it knows", "[race][heap]") {
  Graph graph;
  graph.known_reader = true;
  CHECK(verdicts(reuse(graph)).empty());
}

TEST_CASE("a consumer that ends with a load under way races all the same", "[race][heap]") {
  Graph graph;
  graph.known_reader = true;
  graph.drained = Drained::No;
  CHECK(verdicts(reuse(graph)) == Verdicts{"WAR GM task.fin_no_drain"});
}

TEST_CASE("a line that is cleaned without a dsb may reach memory that has a new owner",
          "[race][heap]") {
  const auto found = races([](EventScript& script) {
    script.task(0, "old", {argument(ArgDirection::OutputExisting, kGm, kBlock)});
    script.heap("old block", 0, kGm, kBlock);
    auto core = script.core(kAiv);
    core.start(0);
    core.store_gm(kGm);
    core.dcci(kGm, 4);
    core.end();
    script.task(1, "new");
    script.heap("new block", 1, kGm, kBlock);
    write(script, 1);
  });
  // The stored word, and the line's other bytes, which are written back with it.
  REQUIRE(found.size() == 2);
  CHECK(found[0].rule == "fence.dsb");
  CHECK_THAT(found[0].fix, Catch::StartsWith("dsb(DSB_DDR) after the dcci"));
  CHECK(found[1].rule == "dcache.line_write_back");
}

TEST_CASE("a ring gives memory back in order, so all its tasks up to the block's owner are done",
          "[race][heap]") {
  Graph graph;
  graph.reader_ring = 0;
  CHECK(verdicts(reuse(graph)).size() == 1);  // the reader is younger than the block's owner
  graph.takes_two_blocks = true;
  CHECK(verdicts(reuse(graph)).empty());
}

TEST_CASE("what the old owner wrote is before what the new one writes", "[race][heap]") {
  const auto owners = [](bool reused) -> Script {
    return [reused](EventScript& script) {
      for (TaskIndex task = 0; task < 2; ++task) {
        script.task(task, "t");
        if (reused || task == 0) script.heap("block", task, kGm, kBlock);
        write(script, task);
      }
    };
  };
  CHECK(verdicts(owners(true)).empty());
  CHECK(verdicts(owners(false)).size() == 1);
}

TEST_CASE("reuse orders accesses to the reused memory only", "[race][heap]") {
  const auto found = verdicts([](EventScript& script) {
    const auto tensor = argument(ArgDirection::OutputExisting, kGm, kBlock);
    script.argument("t", kGm, kBlock);
    script.task(0, "first", {tensor});
    script.heap("old", 0, kGm + kBlock, kBlock);
    write(script, 0);
    script.task(1, "second", {tensor});
    script.heap("new", 1, kGm + kBlock, kBlock);
    write(script, 1);
  });
  CHECK(found == Verdicts{"WAW GM runtime.output_existing_no_waw"});
}

TEST_CASE("the orchestrator fills a block that it has been given", "[race][heap]") {
  const auto fill = [](bool reused) -> Script {
    return [reused](EventScript& script) {
      script.task(0, "first", {argument(ArgDirection::OutputExisting, kGm, kBlock)});
      script.heap("old", 0, kGm, kBlock);
      write(script, 0);
      script.task(1, "second");
      if (reused) script.heap("new", 1, kGm, kBlock);
      script.orchestrator(AccessKind::Write, kGm);
    };
  };
  CHECK(verdicts(fill(true)).empty());
  CHECK(verdicts(fill(false)).size() == 1);
}
