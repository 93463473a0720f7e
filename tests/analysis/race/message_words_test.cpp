// SPDX-License-Identifier: Apache-2.0
// Messages that a library keeps in words of GM, stored and polled (rule gm.atomic_flag).
#include "tests/analysis/race/race_scripts.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;

namespace {

constexpr std::uint64_t kData = kGm, kMessage = kGm + 4096;
constexpr CoreId kSender = kAiv, kReceiver = 0;

struct Sending {
  bool named = true;         ///< the library names the words
  bool barrier = true;       ///< of MTE3 between data and message
  bool fence = true;         ///< dsb, behind a wait for MTE3, before the message
  bool polled_after = true;  ///< the receiver's last fetch comes after the message is there
};

/// The sender stores data and behind it a message, of MTE3 both; the receiver polls and loads.
Verdicts send(const Sending& how) {
  return verdicts([&](EventScript& script) {
    auto sender = script.core(kSender), receiver = script.core(kReceiver);
    sender.start(0);
    receiver.start(0);
    if (how.named) sender.message_words(kMessage, 128);
    const auto poll = [&] {
      receiver.dcci(kMessage, 64);
      receiver.load_gm(kMessage);
      receiver.poll_words(kMessage);
    };
    poll();
    sender.op(Pipe::MTE3).writes(MemSpace::GM, kData, 64);
    sender.bar(Pipe::MTE3);
    if (!how.barrier) sender.op(Pipe::MTE3).writes(MemSpace::GM, kData, 64);
    if (how.fence) {
      sender.set_wait(Pipe::MTE3, Pipe::S);
      sender.dsb();
    }
    sender.op(Pipe::MTE3).writes(MemSpace::GM, kMessage, 128);
    if (!how.polled_after) poll();
    sender.change_words(Pipe::MTE3, kMessage, 128);
    if (how.polled_after) poll();
    receiver.op(Pipe::MTE2).reads(MemSpace::GM, kData, 64);
    sender.end();
    receiver.end();
  });
}

}  // namespace

TEST_CASE("who sees a message is after what came before its store", "[race]") {
  CHECK(send({}) == Verdicts{});
  // As with a flag: the data are on their way, whether they are there is contested.
  CHECK(send({.fence = false}) == Verdicts{"RAW GM cross_core.flag_no_fence"});
  CHECK(send({.barrier = false, .fence = false}) == Verdicts{"WAR GM cross_core.flag_orders"});
  CHECK(send({.polled_after = false}) == Verdicts{"RAW GM cross_core.flag_orders"});
}

TEST_CASE("polling words that no library names is a race", "[race]") {
  const Verdicts found = send({.named = false});
  REQUIRE(!found.empty());
  CHECK(found[0] == "RAW GM cross_core.flag_orders");
}
