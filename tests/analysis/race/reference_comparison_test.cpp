// SPDX-License-Identifier: Apache-2.0
// The race check against its definition: random programs, the same set of racy pairs.
// NPUSIM_RANDOM_PROGRAMS=1000000 runs more of them, NPUSIM_RANDOM_FIRST starts elsewhere.
#include <cstdlib>
#include <string>

#include "analysis/race/race_detector.h"
#include "tests/analysis/race/random_program.h"
#include "tests/analysis/race/reference_detector.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;

namespace {

/// The order model and the detector alone: every racy pair, nothing folded.
class PairCollector : public EventSink, public analysis::RaceSink {
 public:
  explicit PairCollector(analysis::EdgeSet edges)
      : model_(Knobs(), edges), detector_(knobs_, model_, *this) {}

  void on_issue(const IssueEvent& event) override { model_.on_issue(event); }
  void on_instruction(const InstructionEvent& event) override {
    detector_.on_instruction(event, model_.on_instruction(event));
  }
  void on_access(const AccessEvent& event) override { detector_.on_access(event); }
  void on_sync(const SyncEvent& event) override {
    model_.on_sync(event);
    detector_.on_sync(event);
  }
  void on_dependency(const DependencyEvent& event) override { model_.tasks().add(event); }
  void on_task_description(const TaskDescription& event) override {
    model_.on_task_description(event, detector_.orchestrator_accesses());
  }
  void on_buffer(const BufferEvent& event) override { model_.on_buffer(event); }
  void on_race(const analysis::Race& race) override {
    if (race.kind == analysis::RaceKind::SubBlock) return;
    if (race.kind == analysis::RaceKind::AtomicOrder) return;
    InstructionId first = race.first.instruction, second = race.second.instruction;
    pairs_.insert({std::min(first, second), std::max(first, second)});
  }
  const RacyPairs& pairs() const { return pairs_; }

 private:
  Knobs knobs_;
  analysis::OrderModel model_;
  analysis::RaceDetector detector_;
  RacyPairs pairs_;
};

RacyPairs sorted(const RacyPairs& pairs) {
  RacyPairs result;
  for (const auto& [a, b] : pairs) result.insert({std::min(a, b), std::max(a, b)});
  return result;
}

RacyPairs detected(std::uint64_t seed, analysis::EdgeSet edges = analysis::all_edges()) {
  PairCollector detector(edges);
  run_random_program(seed, detector);
  return detector.pairs();
}

RacyPairs defined(std::uint64_t seed) {
  ReferenceDetector reference;
  run_random_program(seed, reference);
  return sorted(reference.racy_pairs());
}

/// The pairs of `some` that are not in `others`, one a line: core and number of each instruction.
std::string text_of(const RacyPairs& some, const RacyPairs& others) {
  std::string text;
  const auto name = [](InstructionId id) {
    return core_name(static_cast<CoreId>((id >> 40) - 1)) + " #" +
           std::to_string(id & ((InstructionId{1} << 40) - 1));
  };
  for (const auto& [a, b] : some) {
    if (others.count({a, b}) == 0) text += "  " + name(a) + ", " + name(b) + "\n";
  }
  return text;
}

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? otherwise : std::stoull(text);
}

}  // namespace

TEST_CASE("the race check finds exactly the pairs of its definition", "[race][reference]") {
  const std::uint64_t first = number_from("NPUSIM_RANDOM_FIRST", 0);
  const std::uint64_t count = number_from("NPUSIM_RANDOM_PROGRAMS", 20'000);
  std::uint64_t racy = 0, pairs = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const RacyPairs wanted = defined(seed);
    racy += wanted.empty() ? 0 : 1;
    pairs += wanted.size();
    const RacyPairs found = detected(seed);
    if (found == wanted) continue;
    INFO("program " << seed << "\nonly the detector:\n"
                    << text_of(found, wanted) << "only the definition:\n"
                    << text_of(wanted, found));
    REQUIRE(found == wanted);
  }
  WARN(count << " programs, " << racy << " with races, " << pairs << " racy pairs");
  REQUIRE(racy > count / 4);
  REQUIRE(racy < count);
}

TEST_CASE("every edge that the programs use is needed", "[race][reference]") {
  using analysis::Edge;
  for (const Edge edge :
       {Edge::Issue, Edge::Queue, Edge::SetToWait, Edge::PipeBarrier, Edge::BarrierAll,
        Edge::FenceGm, Edge::FenceUb, Edge::TaskEnd, Edge::Dependency, Edge::HeapReuse,
        Edge::CrossCore, Edge::AtomicFlag, Edge::Submission, Edge::ScalarAccess}) {
    analysis::EdgeSet edges = analysis::all_edges();
    edges.reset(static_cast<unsigned>(edge));
    bool differs = false;
    for (std::uint64_t seed = 0; seed < 5'000 && !differs; ++seed) {
      differs = detected(seed, edges) != defined(seed);
    }
    INFO(analysis::info(edge).name);
    REQUIRE(differs);
  }
}
