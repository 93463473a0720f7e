// SPDX-License-Identifier: Apache-2.0
#include "analysis/timeline/usage_log.h"

#include <numeric>

#include "tests/support/catch.h"

using namespace npusim;

namespace {

constexpr CoreId kCore = 24;

std::uint64_t sum(const std::vector<std::uint64_t>& amounts) {
  return std::accumulate(amounts.begin(), amounts.end(), std::uint64_t{0});
}

void start(analysis::UsageLog& log, InstructionId id, Pipe pipe, Cycle cycle, CoreId core = kCore) {
  InstructionEvent event;
  event.instruction = id;
  event.agent = agent_of(core, pipe);
  event.cycle = cycle;
  log.on_instruction(event);
}

void complete(analysis::UsageLog& log, InstructionId id, Pipe pipe, Cycle cycle,
              CoreId core = kCore) {
  log.on_completion({id, agent_of(core, pipe), cycle});
}

void access(analysis::UsageLog& log, InstructionId id, AccessKind kind, std::uint32_t bytes,
            Cycle cycle, MemSpace space = MemSpace::GM, AccessPath path = AccessPath::Direct) {
  AccessEvent event;
  event.instruction = id;
  event.space = space;
  event.kind = kind;
  event.path = path;
  event.span = contiguous(0, bytes);
  event.cycle = cycle;
  log.on_access(event);
}

std::uint64_t busy(const analysis::UsageLog& log, Pipe pipe) {
  return sum(log.usage().busy[static_cast<std::size_t>(pipe)]);
}

}  // namespace

TEST_CASE("a pipe is busy once while its instructions overlap", "[analysis][usage_log]") {
  analysis::UsageLog log;
  start(log, 1, Pipe::V, 100);
  start(log, 2, Pipe::V, 110);
  complete(log, 1, Pipe::V, 130);
  complete(log, 2, Pipe::V, 150);
  CHECK(busy(log, Pipe::V) == 50);
  CHECK(busy(log, Pipe::MTE2) == 0);
}

TEST_CASE("pipes of several cores add up", "[analysis][usage_log]") {
  analysis::UsageLog log;
  start(log, 1, Pipe::V, 100);
  start(log, 2, Pipe::V, 100, kCore + 1);
  complete(log, 1, Pipe::V, 130);
  complete(log, 2, Pipe::V, 130, kCore + 1);
  CHECK(busy(log, Pipe::V) == 60);
}

TEST_CASE("an instruction's traffic with GM is spread over its time", "[analysis][usage_log]") {
  analysis::UsageLog log;
  start(log, 1, Pipe::MTE2, 0);
  access(log, 1, AccessKind::Read, 4096, 0);
  access(log, 1, AccessKind::Write, 4096, 0, MemSpace::UB);
  complete(log, 1, Pipe::MTE2, 512);
  const analysis::UsageOverTime usage = log.usage();
  const std::size_t buckets = 512 / usage.bucket_cycles;
  CHECK(usage.gm_read == std::vector<std::uint64_t>(buckets, 4096 / buckets));
  CHECK(sum(usage.gm_written) == 0);
}

TEST_CASE("of cached accesses the lines count that move", "[analysis][usage_log]") {
  analysis::UsageLog log;
  start(log, 1, Pipe::S, 10);
  access(log, 1, AccessKind::Read, 4, 10, MemSpace::GM, AccessPath::Cached);
  access(log, 1, AccessKind::Read, 64, 10, MemSpace::GM, AccessPath::CacheFill);
  access(log, 2, AccessKind::Write, 64, 20, MemSpace::GM, AccessPath::WriteBack);
  CHECK(sum(log.usage().gm_read) == 64);
  CHECK(sum(log.usage().gm_written) == 64);
}
