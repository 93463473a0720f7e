// SPDX-License-Identifier: Apache-2.0
// The memo of results: what goes in comes out, in whichever process.
#include "models/isa/memo/arithmetic_memo.h"

#include <csignal>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "models/arch/hash.h"
#include "tests/support/catch.h"

namespace npusim::test {
namespace {

using isa::ArithmeticMemo;
using isa::MemoKey;

std::vector<std::uint8_t> result_of(std::uint64_t number, std::size_t bytes) {
  std::vector<std::uint8_t> result(bytes);
  for (std::size_t i = 0; i < bytes; ++i) result[i] = static_cast<std::uint8_t>(hash64(number, i));
  return result;
}

MemoKey key_of(std::uint64_t number) { return {hash64(1, number), hash64(2, number)}; }

std::vector<std::uint8_t> found(ArithmeticMemo& memo, std::uint64_t number) {
  const auto kept = memo.find(key_of(number));
  return {kept.begin(), kept.end()};
}

/// Runs `work` in a child process and waits for its end, good or bad.
template <typename Work>
int in_child(Work work) {
  const pid_t child = fork();
  if (child == 0) {
    work();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

}  // namespace

TEST_CASE("a kept result is found under its key and no other", "[models][isa][memo]") {
  ArithmeticMemo memo(1 << 20);
  for (std::uint64_t i = 0; i < 50; ++i) memo.insert(key_of(i), result_of(i, 100 + i));
  for (std::uint64_t i = 0; i < 50; ++i) REQUIRE(found(memo, i) == result_of(i, 100 + i));
  REQUIRE(found(memo, 50).empty());
  MemoKey close = key_of(7);
  close.high ^= 1;
  REQUIRE(memo.find(close).empty());
  REQUIRE(memo.usage().hits == 50);
  REQUIRE(memo.usage().misses == 2);
}

TEST_CASE("what a child keeps, its parent and later children find", "[models][isa][memo]") {
  ArithmeticMemo memo(1 << 20);
  in_child([&] { memo.insert(key_of(1), result_of(1, 5000)); });
  REQUIRE(found(memo, 1) == result_of(1, 5000));
  const int status = in_child([&] { _exit(found(memo, 1) == result_of(1, 5000) ? 0 : 1); });
  REQUIRE(WEXITSTATUS(status) == 0);
}

TEST_CASE("a full memo keeps what it has and says so", "[models][isa][memo]") {
  ArithmeticMemo memo(64 * 1024);
  for (std::uint64_t i = 0; i < 100; ++i) memo.insert(key_of(i), result_of(i, 1000));
  REQUIRE(memo.usage().full);
  REQUIRE(memo.usage().bytes <= 64 * 1024);
  REQUIRE(found(memo, 0) == result_of(0, 1000));
  REQUIRE(found(memo, 99).empty());
}

TEST_CASE("children killed at any moment leave only whole results", "[models][isa][memo]") {
  ArithmeticMemo memo(32 << 20);
  for (unsigned round = 0; round < 40; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      for (std::uint64_t i = 0;; i = (i + 1) % 2000) {
        if (memo.find(key_of(i)).empty()) memo.insert(key_of(i), result_of(i, 3000));
      }
    }
    usleep(200 * (round % 7));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    for (std::uint64_t i = 0; i < 2000; ++i) {
      const auto kept = found(memo, i);
      REQUIRE((kept.empty() || kept == result_of(i, 3000)));
    }
  }
  memo.insert(key_of(5000), result_of(5000, 3000));
  REQUIRE(found(memo, 5000) == result_of(5000, 3000));
}

}  // namespace npusim::test
