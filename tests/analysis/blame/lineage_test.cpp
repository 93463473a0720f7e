// SPDX-License-Identifier: Apache-2.0
// What a byte came from, against a model that carries the whole history of every byte forward.
#include "analysis/blame/lineage.h"

#include <map>
#include <random>
#include <set>

#include "tests/support/catch.h"
#include "tests/support/event_script.h"

using namespace npusim;
using namespace npusim::analysis;

namespace {

constexpr std::uint64_t kGm = 0x120000010000;
constexpr CoreId kCore = 24, kOther = 30;

/// Lines (sites) of the instructions in the lineage, and bytes that nobody wrote.
struct Found {
  std::set<unsigned> lines;
  std::set<std::pair<MemoryName, std::uint64_t>> unwritten;
  friend bool operator==(const Found&, const Found&) = default;
};

Found found_in(const AccessHistory& history, const std::vector<LineageNode>& nodes) {
  Found found;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (i > 0) {
      const Site site = history.instructions()[nodes[i].instruction].site;
      found.lines.insert(static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(site)));
    }
    for (const LineageNode::Edge& edge : nodes[i].sources) {
      if (edge.from != LineageNode::kNobody) continue;
      for (const ByteRange& range : edge.bytes) {
        for (std::uint64_t at = range.begin; at < range.end; ++at) {
          found.unwritten.insert({edge.memory, at});
        }
      }
    }
  }
  return found;
}

Found ask(const AccessHistory& history, std::uint64_t address, std::uint64_t bytes = 4) {
  return found_in(history,
                  lineage(history, {{address, address + bytes}}, history.accesses().size()));
}

/// Every byte with all that it came from.
class ForwardModel {
 public:
  void run(unsigned line, CoreId core, const std::vector<std::pair<MemSpace, Span>>& operands,
           MemSpace space, const Span& result) {
    std::vector<Found> bytes(result.total_bytes(), Found{{line}, {}});
    for (const auto& [from, span] : operands) {
      for (std::uint64_t i = 0; i < bytes.size(); ++i) join(bytes[i], at(from, core, span, i));
    }
    for (std::uint64_t i = 0; i < bytes.size(); ++i) {
      memory_[{name(space, core), address(result, i)}] = bytes[i];
    }
  }
  Found of(std::uint64_t gm, std::uint64_t bytes) {
    Found all;
    for (std::uint64_t i = 0; i < bytes; ++i) join(all, at(MemSpace::GM, 0, contiguous(gm, 8), i));
    return all;
  }

 private:
  static MemoryName name(MemSpace space, CoreId core) {
    return {space, space == MemSpace::GM ? CoreId{0} : core, false};
  }
  static std::uint64_t address(const Span& span, std::uint64_t position) {
    const std::uint64_t number = position / span.run_bytes;
    return span.address + position % span.run_bytes +
           static_cast<std::uint64_t>(span.group_stride) * (number / span.runs) +
           static_cast<std::uint64_t>(span.run_stride) * (number % span.runs);
  }
  static void join(Found& into, const Found& more) {
    into.lines.insert(more.lines.begin(), more.lines.end());
    into.unwritten.insert(more.unwritten.begin(), more.unwritten.end());
  }
  Found at(MemSpace space, CoreId core, const Span& span, std::uint64_t position) {
    const std::pair key{name(space, core), address(span, position)};
    const auto known = memory_.find(key);
    return known == memory_.end() ? Found{{}, {key}} : known->second;
  }

  std::map<std::pair<MemoryName, std::uint64_t>, Found> memory_;
};

}  // namespace

TEST_CASE("random copies and sums: the lineage of a byte is its history", "[analysis][lineage]") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    AccessHistory history;
    test::EventScript script(history);
    ForwardModel model;
    test::EventScript::Core cores[] = {script.core(kCore), script.core(kOther)};
    for (test::EventScript::Core& core : cores) core.start(0);
    const auto span = [&](MemSpace space) {  // 64 bytes, in runs
      Span result = contiguous((space == MemSpace::GM ? kGm : 0) + random() % 96 * 4, 64);
      const unsigned runs = 1u << random() % 4;
      result.run_bytes = 64 / runs;
      result.runs = runs;
      result.run_stride = 64 / runs + random() % 3 * 8;
      return result;
    };
    for (int i = 0; i < 60; ++i) {
      const unsigned who = random() % 2;
      const CoreId core = who == 0 ? kCore : kOther;
      const unsigned what = random() % 3;
      const MemSpace from = what == 0 ? MemSpace::GM : MemSpace::UB;
      const MemSpace to = what == 2 ? MemSpace::GM : MemSpace::UB;
      const Pipe pipe = what == 0 ? Pipe::MTE2 : what == 1 ? Pipe::V : Pipe::MTE3;
      const Span a = span(from), b = span(from), result = span(to);
      std::vector<std::pair<MemSpace, Span>> operands{{from, a}};
      auto op = cores[who].op(pipe, what == 0   ? "copy_gm_to_ubuf_align"
                                    : what == 1 ? "vadd"
                                                : "copy_ubuf_to_gm_align");
      op.access(from, AccessKind::Read, a);
      if (what == 1) {
        operands.emplace_back(from, b);
        op.access(from, AccessKind::Read, b);
      }
      op.access(to, AccessKind::Write, result);
      model.run(cores[who].line(), core, operands, to, result);
    }
    for (std::uint64_t at = 0; at < 400; at += 4) {
      INFO("byte " << at);
      REQUIRE(ask(history, kGm + at) == model.of(kGm + at, 4));
    }
  }
}

TEST_CASE("an addition in memory has its operand and what was there before",
          "[analysis][lineage]") {
  AccessHistory history;
  test::EventScript script(history);
  auto core = script.core(kCore);
  core.start(0);
  core.op(Pipe::V, "vector_dup").writes(MemSpace::UB, 0, 4);
  const unsigned first = core.line();
  core.op(Pipe::MTE3, "copy_ubuf_to_gm_align")
      .reads(MemSpace::UB, 0, 4)
      .writes(MemSpace::GM, kGm, 4);
  const unsigned store = core.line();
  core.op(Pipe::MTE3, "copy_ubuf_to_gm_align")
      .reads(MemSpace::UB, 64, 4)
      .adds(MemSpace::GM, kGm, 4);
  const unsigned add = core.line();
  const Found found = ask(history, kGm);
  CHECK(found.lines == std::set<unsigned>{first, store, add});
  CHECK(found.unwritten.size() == 4);  // of UB at 64
}

TEST_CASE("a scalar store comes from the loads since the store before", "[analysis][lineage]") {
  AccessHistory history;
  test::EventScript script(history);
  auto core = script.core(kCore);
  core.start(0);
  core.load_ub(0);
  core.store_ub(8);
  core.load_ub(16);
  const unsigned load = core.line();
  core.store_ub(24);
  const unsigned store = core.line();
  core.op(Pipe::MTE3, "copy_ubuf_to_gm_align")
      .reads(MemSpace::UB, 24, 4)
      .writes(MemSpace::GM, kGm, 4);
  CHECK(ask(history, kGm).lines == std::set<unsigned>{load, store, core.line()});
}

TEST_CASE("a stale line of a data cache leads to the write that was there when it was filled",
          "[analysis][lineage]") {
  AccessHistory history;
  test::EventScript script(history);
  auto writer = script.core(kOther);
  auto reader = script.core(kCore);
  writer.start(0);
  reader.start(1);
  writer.op(Pipe::MTE3, "copy_ubuf_to_gm_align").writes(MemSpace::GM, kGm, 4);
  const unsigned old_write = writer.line();
  reader.load_gm(kGm);
  writer.op(Pipe::MTE3, "copy_ubuf_to_gm_align").writes(MemSpace::GM, kGm, 4);
  const unsigned new_write = writer.line();
  reader.load_gm(kGm);
  reader.store_ub(0);
  reader.op(Pipe::MTE3, "copy_ubuf_to_gm_align")
      .reads(MemSpace::UB, 0, 4)
      .writes(MemSpace::GM, kGm + 512, 4);
  const Found found = ask(history, kGm + 512);
  CHECK(found.lines.contains(old_write));
  CHECK_FALSE(found.lines.contains(new_write));
}

TEST_CASE("what a cube instruction rearranges may come from all it reads", "[analysis][lineage]") {
  AccessHistory history;
  test::EventScript script(history);
  auto core = script.core(0);
  core.start(0);
  core.op(Pipe::M, "mad")
      .reads(MemSpace::L0A, 0, 512)
      .reads(MemSpace::L0B, 0, 512)
      .writes(MemSpace::L0C, 0, 1024);
  core.op(Pipe::FIX, "copy_matrix_cc_to_gm")
      .reads(MemSpace::L0C, 0, 1024)
      .writes(MemSpace::GM, kGm, 1024);
  const Found found = ask(history, kGm + 100);
  CHECK(found.lines.size() == 2);
  CHECK(found.unwritten.size() == 1024);
}
