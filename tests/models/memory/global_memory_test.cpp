// SPDX-License-Identifier: Apache-2.0
#include "models/memory/global_memory.h"

#include <systemc>
#include <vector>

#include "models/memory/data_cache.h"
#include "models/memory/sim_time.h"
#include "tests/support/catch.h"

using namespace npusim;

namespace {

constexpr std::uint64_t kBase = 0x1000;

struct Memory {
  std::vector<std::byte> content = std::vector<std::byte>(4096);
  GlobalMemory gm{content.data(), kBase, {{kBase, kBase + 1024}, {kBase + 2048, kBase + 4096}}};

  int byte(std::uint64_t offset) {
    std::uint8_t value;
    gm.read_rows({kBase + offset, 1, 1, 0}, &value);
    return value;
  }
};

void advance_to(Cycle cycle) { sc_core::sc_start(to_sc(cycle - now())); }

}  // namespace

TEST_CASE("a GM write is seen from the cycle it lands, not before", "[models][global_memory]") {
  Memory memory;
  memory.gm.post_write(100, 3, {kBase + 16, 1, 1, 0}, {42});
  advance_to(99);
  CHECK(memory.byte(16) == 0);
  advance_to(100);
  CHECK(memory.byte(16) == 42);
}

TEST_CASE("GM writes of one cycle land in order of agent, whatever order they came in",
          "[models][global_memory]") {
  Memory memory;
  memory.gm.post_write(10, 9, {kBase, 1, 1, 0}, {9});
  memory.gm.post_write(10, 2, {kBase, 1, 1, 0}, {2});
  advance_to(10);
  CHECK(memory.byte(0) == 9);
}

TEST_CASE("strided rows land and are read row by row", "[models][global_memory]") {
  Memory memory;
  memory.gm.post_write(1, 0, {kBase + 8, 3, 2, 16}, {1, 2, 3, 4, 5, 6});
  advance_to(1);
  CHECK(memory.byte(8) == 1);
  CHECK(memory.byte(25) == 4);
  CHECK(memory.byte(41) == 6);
  std::uint8_t rows[6];
  memory.gm.read_rows({kBase + 8, 3, 2, 16}, rows);
  CHECK(rows[5] == 6);
}

TEST_CASE("atomic additions add whatever is there when they land", "[models][global_memory]") {
  Memory memory;
  memory.gm.post_atomic(5, 1, {kBase, 1, 4, 0}, {isa::AtomicOperation::Add, DType::INT32},
                        {1, 0, 0, 0});
  memory.gm.post_atomic(5, 2, {kBase, 1, 4, 0}, {isa::AtomicOperation::Add, DType::INT32},
                        {255, 0, 0, 0});
  advance_to(5);
  CHECK(memory.byte(0) == 0);
  CHECK(memory.byte(1) == 1);
}

TEST_CASE("only whole accesses inside one region are inside GM", "[models][global_memory]") {
  Memory memory;
  CHECK(memory.gm.contains({kBase, 1, 1024, 0}));
  CHECK_FALSE(memory.gm.contains({kBase, 1, 1025, 0}));
  CHECK_FALSE(memory.gm.contains({kBase - 1, 1, 2, 0}));
  CHECK_FALSE(memory.gm.contains({kBase + 1000, 2, 24, 1100}));
  CHECK(memory.gm.contains({kBase + 3000, 3, 8, -100}));
  CHECK_FALSE(memory.gm.contains({~std::uint64_t{0} - 4, 1, 16, 0}));
}
