// SPDX-License-Identifier: Apache-2.0
#include "session/trace/why_report.h"

#include <nlohmann/json.hpp>

#include "tests/support/access_sites.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::session;
using analysis::LineageItem;
using npusim::test::local_range;
using npusim::test::operation;
using npusim::test::tensor_range;

namespace {

constexpr CoreId kAiv3 = kAicCount + 3;

LineageItem instruction(std::uint32_t number, const analysis::Operation& op,
                        const analysis::NamedRange& range) {
  LineageItem item;
  item.number = number;
  item.site.op = op;
  item.site.source = {"k.cpp", number};
  item.site.agent = agent_of(kAiv3, Pipe::V);
  item.site.task = "gemm";
  item.site.task_index = 2;
  item.site.block = 1;
  item.site.cycle = 100 - number;
  item.read = {range, kAiv3, range.end - range.begin};
  return item;
}

WhyAnswer answer() {
  LineageItem input;
  input.kind = LineageItem::Kind::Input;
  input.read = {tensor_range("x", {{0, 1}, {0, 1}}), 0, 4};
  LineageItem again = instruction(2, operation("vmuls", "TMULS"), local_range(MemSpace::UB, 0, 4));
  again.shown_before = true;
  LineageItem load = instruction(2, operation("vmuls", "TMULS"), local_range(MemSpace::UB, 0, 4));
  load.sources = {input};
  load.sources_left_out = 3;
  LineageItem store = instruction(1, operation("vadd"), tensor_range("c", {{16, 17}, {0, 1}}));
  store.sources = {load, again};
  WhyAnswer answer;
  answer.trace = "run.h5";
  answer.elements = "c[16, 0]";
  answer.value = 1.5;
  answer.golden = 2.0;
  answer.tree.writers = {store};
  answer.tree.instructions = 2;
  answer.tree.inputs = {input.read};
  answer.notes = {"A note."};
  return answer;
}

}  // namespace

TEST_CASE("the text is a tree that counts what it leaves out", "[session][why]") {
  CHECK(why_text(answer()) ==
        "c[16, 0] (float32) = 1.5, golden 2\n"
        "└─ c[16, 0] <- #1 vadd at k.cpp:1  [AIV 3 V, gemm (task 2) block 1, cycle 99]\n"
        "   ├─ UB[0, 4) of AIV 3 <- #2 TMULS (vmuls) at k.cpp:2  [AIV 3 V, gemm (task 2) block 1, "
        "cycle 98]\n"
        "   │  ├─ x[0, 0]: initial contents, nobody wrote it before\n"
        "   │  └─ and 3 more\n"
        "   └─ UB[0, 4) of AIV 3 <- #2 TMULS (vmuls) at k.cpp:2  [AIV 3 V, gemm (task 2) block 1, "
        "cycle 98], as above\n"
        "\ninstructions: 2\ninputs: x[0, 0]\nnote: A note.\n");
}

TEST_CASE("JSON has the same tree", "[session][why]") {
  const nlohmann::json json = nlohmann::json::parse(why_json(answer()));
  CHECK(json["value"] == 1.5);
  CHECK(json["writers"][0]["sources"][0]["sources"][0]["kind"] == "input");
  CHECK(json["writers"][0]["sources"][0]["sources_left_out"] == 3);
  CHECK(json["writers"][0]["sources"][1]["shown_before"] == true);
  CHECK(json["writers"][0]["task_number"] == 2);
  CHECK(json["inputs"] == nlohmann::json{"x[0, 0]"});
}
