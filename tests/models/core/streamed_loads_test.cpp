// SPDX-License-Identifier: Apache-2.0
// Loads of L0 right behind each other hide their latency; behind a flag or another opcode they do
// not.
#include "cce/port/issue.h"
#include "models/timing/idle_core.h"
#include "tests/support/catch.h"
#include "tests/support/one_core.h"

using namespace npusim;
using namespace npusim::test;

namespace {

constexpr std::uint8_t kFractals = 16;
constexpr Cycle kLatency = 28;
constexpr Cycle kIntoL0a = kFractals * 512 / 256, kIntoL0b = kFractals * 512 / 128;

isa::FractalLoad fractals(isa::Opcode opcode, std::uint64_t l0_address) {
  isa::FractalLoad load;
  load.opcode = opcode;
  load.l0_address = l0_address;
  load.repeats = kFractals;
  load.src_stride = 1;
  return load;
}

void load_into(isa::Opcode opcode, std::uint64_t l0_address) {
  const isa::FractalLoad load = fractals(opcode, l0_address);
  npusim_issue_fractal_load(&load, nullptr, 0);
}

void two_loads(isa::Opcode second, bool flag_between) {
  load_into(isa::Opcode::LOAD_L1_TO_L0B, 0);
  if (flag_between) flag(Pipe::MTE1, Pipe::M);
  load_into(second, 8192);
  barrier(Pipe::ALL);
}

/// Between the completions of the two.
Cycle apart(KernelEntry kernel) {
  OneCore core(CoreKind::AIC);
  core.run(kernel);
  REQUIRE(core.log.completions.size() == 2);
  return core.log.completions[1].cycle - core.log.completions[0].cycle;
}

}  // namespace

TEST_CASE("loads of one memory of L0 follow each other without their latency", "[models][core]") {
  CHECK(apart([](std::int64_t*) { two_loads(isa::Opcode::LOAD_L1_TO_L0B, false); }) == kIntoL0b);
}

TEST_CASE("a load of the other memory of L0 takes its latency", "[models][core]") {
  CHECK(apart([](std::int64_t*) { two_loads(isa::Opcode::LOAD_L1_TO_L0A, false); }) ==
        kLatency + kIntoL0a);
}

TEST_CASE("a load behind a flag takes its latency", "[models][core]") {
  CHECK(apart([](std::int64_t*) { two_loads(isa::Opcode::LOAD_L1_TO_L0B, true); }) >=
        kLatency + kIntoL0b);
}

TEST_CASE("an idle core's loads follow each other as a simulated core's do", "[models][timing]") {
  const Knobs knobs;
  timing::IdleCore core(knobs);
  core.issue(fractals(isa::Opcode::LOAD_L1_TO_L0B, 0));
  core.issue(fractals(isa::Opcode::LOAD_L1_TO_L0B, 8192));
  core.issue(fractals(isa::Opcode::LOAD_L1_TO_L0A, 0));
  CHECK(core.cycles() == 2 * kLatency + 2 * kIntoL0b + kIntoL0a);
}
