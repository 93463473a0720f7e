// SPDX-License-Identifier: Apache-2.0
// docs/ordering.md ends with the tables that the ordering model applies, and their rules exist.
#include <fstream>
#include <sstream>

#include "analysis/order/edges.h"
#include "analysis/order/pipe_order.h"
#include "models/arch/rules.h"
#include "tests/support/catch.h"

using namespace npusim;

TEST_CASE("docs/ordering.md prints the tables of the ordering model", "[order][docs]") {
  std::ifstream file(NPUSIM_SOURCE_DIR "/docs/ordering.md");
  std::ostringstream text;
  text << file.rdbuf();
  const std::string tables = analysis::order_as_markdown();
  REQUIRE(text.str().size() > tables.size());
  REQUIRE(text.str().substr(text.str().size() - tables.size()) == tables);
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
