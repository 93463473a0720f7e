// SPDX-License-Identifier: Apache-2.0
// docs/ordering.md ends with the tables that the ordering model applies, and their rules exist.
// NPUSIM_APPROVE=1 writes them.
#include "analysis/order/edges.h"
#include "analysis/order/pipe_order.h"
#include "models/arch/rules.h"
#include "tests/support/approved.h"

using namespace npusim;

TEST_CASE("docs/ordering.md prints the tables of the ordering model", "[order][docs]") {
  const std::string page = NPUSIM_SOURCE_DIR "/docs/ordering.md";
  const std::string text = npusim::test::read_text(page);
  const auto tables = text.find("| edge |");
  REQUIRE(tables != std::string::npos);
  npusim::test::require_approved(text.substr(0, tables) + analysis::order_as_markdown(), page);
}

TEST_CASE("every edge and every pipe rests on a rule of the table", "[order]") {
  for (const analysis::EdgeInfo& edge : analysis::edges()) {
    INFO(edge.name);
    REQUIRE(find_rule(edge.rule) != nullptr);
  }
  for (const analysis::PipeOrder& row : analysis::kPipeOrders) {
    INFO(npusim::name(row.pipe));
    REQUIRE(find_rule(row.rule) != nullptr);
  }
}
