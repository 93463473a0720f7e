// SPDX-License-Identifier: Apache-2.0
// Barriers through words of GM, which a library marks (rule cross_core.soft_barrier).
#include "tests/analysis/race/race_scripts.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;
constexpr MemSpace GM = MemSpace::GM;
constexpr MemSpace UB = MemSpace::UB;

namespace {

constexpr CoreId kOther = kAiv + 1;
constexpr std::uint64_t kWord = kGm + 4096;

enum class Marks { None, Both, OtherBarrier };

/// Block 0 stores a row and the barrier's word, block 1 polls the word and loads the row.
Script store_and_load(Marks marks, std::uint64_t polled = kWord) {
  return [=](EventScript& script) {
    script.task(0, "k");
    auto first = script.core(kAiv), second = script.core(kOther);
    first.start(0, 0);
    second.start(0, 1);
    first.op(Pipe::MTE3, "", "TSTORE").reads(UB, 0, 256).writes(GM, kGm, 256);
    first.bar_all();
    first.dsb();
    if (marks != Marks::None) first.arrive(7);
    first.op(Pipe::MTE3, "", "TSTORE").reads(UB, 512, 32).writes(GM, kWord, 32);
    first.bar_all();
    if (marks != Marks::None) second.arrive(0);
    second.op(Pipe::MTE2, "", "TLOAD").reads(GM, polled, 32).writes(UB, 512, 32);
    second.bar_all();
    if (marks != Marks::None) second.leave(marks == Marks::Both ? 7 : 9);
    second.op(Pipe::MTE2, "", "TLOAD").reads(GM, kGm, 256).writes(UB, 0, 256);
    if (marks != Marks::None) first.leave(0);
    first.end();
    second.end();
  };
}

}  // namespace

TEST_CASE("without its marks a barrier is words that race, and orders nothing", "[race]") {
  CHECK(verdicts(store_and_load(Marks::None)).size() == 2);
}

TEST_CASE("who has left a barrier is after what had come to it, and its words are its own",
          "[race]") {
  CHECK(verdicts(store_and_load(Marks::Both)).empty());
}

TEST_CASE("a barrier orders those that passed it, and no others", "[race]") {
  CHECK(verdicts(store_and_load(Marks::OtherBarrier)) == Verdicts{"RAW GM task.blocks_unordered"});
}

TEST_CASE("what a barrier reads of others' bytes still races", "[race]") {
  Script polls_the_row = store_and_load(Marks::Both, kGm);
  CHECK_FALSE(verdicts(polls_the_row).empty());
}
