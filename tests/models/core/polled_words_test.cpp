// SPDX-License-Identifier: Apache-2.0
// Words of GM that cores poll: changes of a library's messages are told when they take effect.
#include "models/core/polled_words.h"

#include "cce/port/port.h"
#include "cce/port/scalar_port.h"
#include "tests/support/catch.h"
#include "tests/support/one_core.h"

using namespace npusim;
using namespace npusim::test;

namespace {

constexpr std::uint64_t kWords = kWindowBase + 4096;

std::vector<SyncEvent> of_kind(const OneCore& core, SyncKind kind) {
  std::vector<SyncEvent> found;
  for (const SyncEvent& event : core.log.syncs) {
    if (event.kind == kind) found.push_back(event);
  }
  return found;
}

}  // namespace

TEST_CASE("lines of words that are polled", "[models][core]") {
  PolledWords words;
  CHECK_FALSE(words.has_messages());
  words.add_line(640);
  CHECK(words.add_messages(1000, 1100, 3));
  CHECK_FALSE(words.add_messages(1000, 1100, 4));
  CHECK(words.has_messages_of(3));
  CHECK(words.has_messages_of(4));
  CHECK_FALSE(words.has_messages_of(5));
  CHECK(words.has_line(640));
  CHECK_FALSE(words.has_line(704));
  CHECK(words.has_line(960));  // [960, 1024)
  CHECK(words.has_line(1088));
  CHECK_FALSE(words.has_line(1152));
  CHECK(words.touches_messages(1099, 1200));
  CHECK_FALSE(words.touches_messages(1100, 1200));
}

TEST_CASE("a store to messages by MTE3 is told as it lands, by its pipe", "[models][core]") {
  OneCore core;
  core.run([](std::int64_t*) {
    npusim_message_words(kWords, 128, nullptr);
    npusim_message_words(kWords, 128, nullptr);
    load(vec(0, 1, 32), rows_at(0, 1, 32));
    flag(Pipe::MTE2, Pipe::MTE3);
    store(rows_at(8192, 1, 32), vec(0, 1, 32));  // beside them
    store(rows_at(4096, 1, 32), vec(0, 1, 32));
    barrier(Pipe::ALL);
  });
  REQUIRE(core.finished());
  REQUIRE(of_kind(core, SyncKind::MessageWords).size() == 1);
  const auto changes = of_kind(core, SyncKind::AtomicUpdate);
  REQUIRE(changes.size() == 1);
  CHECK(pipe_of(changes[0].agent) == Pipe::MTE3);
  CHECK(changes[0].address == kWords);
  CHECK(changes[0].bytes == 128);
  // Before the pipe's next step, which a barrier waits for.
  const AccessEvent& stored = core.log.accesses.back();
  CHECK(changes[0].cycle > stored.cycle + 200);
}

TEST_CASE("a line of messages is told as its write-back lands, and its fetch as a read",
          "[models][core]") {
  OneCore core;
  core.run([](std::int64_t*) {
    npusim_message_words(kWords, 128, nullptr);
    auto* const word = reinterpret_cast<std::uint64_t*>(kWords);
    current_scalar_context().before_store(kWords, sizeof *word, nullptr);
    *word = 7;
    npusim_dcci(word, static_cast<int>(port::CacheScope::Line), 1, nullptr);
  });
  REQUIRE(core.finished());
  const auto reads = of_kind(core, SyncKind::AtomicRead);
  REQUIRE(reads.size() == 1);
  CHECK(reads[0].address == kWords);
  const auto changes = of_kind(core, SyncKind::AtomicUpdate);
  REQUIRE(changes.size() == 1);
  CHECK(pipe_of(changes[0].agent) == Pipe::S);
  CHECK(changes[0].address == kWords);
  CHECK(changes[0].bytes == kCacheLineBytes);
  CHECK(changes[0].cycle > reads[0].cycle);
  CHECK(core.gm<std::uint64_t>(4096)[0] == 7);
}
