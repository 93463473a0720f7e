// SPDX-License-Identifier: Apache-2.0
// What an instruction makes of undefined operands: which part of its result they reach, and when
// they reach none.
#include "tests/analysis/race/race_scripts.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;
using Core = EventScript::Core;
constexpr MemSpace GM = MemSpace::GM;
constexpr MemSpace UB = MemSpace::UB;

namespace {

/// The severities of what is said of a core that does `body`; "out" is a run argument.
std::vector<analysis::Severity> told(const std::function<void(Core&)>& body,
                                     const std::vector<std::string>& ids = {"init"}) {
  ScriptSources sources;
  analysis::Checks checks(analysis::CheckOptions::from_ids(ids), Knobs(), sources);
  EventScript script(checks);
  script.argument("out", kGm, 4096);
  script.task(0, "k", {argument(ArgDirection::Output, kGm, 4096)});
  auto core = script.core(kAiv);
  core.start(0);
  body(core);
  core.end();
  std::vector<analysis::Severity> all;
  for (const analysis::Finding& finding : checks.findings()) all.push_back(finding.severity);
  return all;
}

const std::vector<analysis::Severity> kError{analysis::Severity::Error};
const std::vector<analysis::Severity> kNote{analysis::Severity::Note};

}  // namespace

TEST_CASE("each part of an operand reaches its own part of the result", "[init]") {
  // 100 float32 in count mode: 64 lanes, then 36, of which the first operand's were never written.
  const auto stored = [](std::uint64_t at) {
    return told([=](Core& core) {
      core.op(Pipe::MTE2).writes(UB, 0, 256).writes(UB, 1024, 400);
      core.op(Pipe::V, "vadd")
          .reads(UB, 0, 256)
          .reads(UB, 256, 144)
          .reads(UB, 1024, 256)
          .reads(UB, 1280, 144)
          .writes(UB, 2048, 256)
          .writes(UB, 2304, 144);
      core.op(Pipe::MTE3).reads(UB, at, 32).writes(GM, kGm, 32);
    });
  };
  CHECK(stored(2048) == kNote);
  CHECK(stored(2048 + 224) == kNote);
  CHECK(stored(2304) == kError);
}

TEST_CASE("parts that do not correspond reach all of the result", "[init]") {
  CHECK(told([](Core& core) {
          core.op(Pipe::V, "vadd").reads(UB, 0, 256).writes(UB, 2048, 192).writes(UB, 2304, 64);
          core.op(Pipe::MTE3).reads(UB, 2048, 32).writes(GM, kGm, 32);
        }) == kError);
}

TEST_CASE("an integer minus itself is 0 whatever it is", "[init]") {
  const auto difference = [](DType type, std::uint64_t subtrahend) {
    return told([=](Core& core) {
      core.op(Pipe::V, "vsub", "", {.dtype = type})
          .reads(UB, 0, 256)
          .reads(UB, subtrahend, 256)
          .writes(UB, 0, 256);
      core.op(Pipe::MTE3).reads(UB, 0, 32).writes(GM, kGm, 32);
    });
  };
  CHECK(difference(DType::INT32, 0) == kNote);
  CHECK(difference(DType::INT16, 0) == kNote);
  CHECK(difference(DType::INT32, 256) == kError);
  CHECK(difference(DType::FLOAT32, 0) == kError);  // an infinity minus itself is none
}

TEST_CASE("lanes of a comparison that race are a note if nothing comes of them", "[init][race]") {
  // Rows of 64 half in whole repeats of 128: the last row's other lanes are the first row's result.
  const auto stored = [](std::uint64_t at, const std::vector<std::string>& ids) {
    return told(
        [=](Core& core) {
          core.op(Pipe::MTE2).writes(UB, 0, 4096);
          core.set_wait(Pipe::MTE2, Pipe::V);
          core.op(Pipe::V, "vcmpv").reads(UB, 0, 256).reads(UB, 1024, 256).writes(UB, 2048, 16);
          core.op(Pipe::V, "vcmpv").reads(UB, 896, 256).reads(UB, 1920, 256).writes(UB, 2160, 16);
          core.bar(Pipe::V);
          core.op(Pipe::V, "vnot").reads(UB, 2048, 128).writes(UB, 2048, 128);
          core.set_wait(Pipe::V, Pipe::MTE3);
          core.op(Pipe::MTE3).reads(UB, at, 8).writes(GM, kGm, 8);
        },
        ids);
  };
  CHECK(stored(2160, {"race", "init"}) == kNote);
  CHECK(stored(2168, {"race", "init"}) == kError);
  CHECK(stored(2160, {"race"}) == kError);  // nobody follows them
}

TEST_CASE("a gather: offsets decide, what they lead to is copied", "[init]") {
  // 64 offsets at 0, a table of 512 bytes at 1024.
  const auto told_of = [](std::uint64_t written, std::uint32_t bytes, std::uint64_t source,
                          std::uint32_t source_bytes, const char* tile_op) {
    return told([=](Core& core) {
      core.op(Pipe::MTE2).writes(UB, written, bytes).writes(UB, written == 0 ? 1024 : 0, 256);
      core.op(Pipe::V, "vgather", tile_op)
          .reads(UB, 0, 256)
          .reads(UB, source, source_bytes)
          .writes(UB, 4096, 256);
      core.op(Pipe::MTE3).reads(UB, 4096, 32).writes(GM, kGm, 32);
    });
  };
  const std::vector<analysis::Severity> none;
  CHECK(told_of(0, 128, 1024, 256, "") == kError);  // half of the offsets
  CHECK(told_of(1024, 512, 1024, 512, "TGATHER") == none);
  CHECK(told_of(1024, 128, 1024, 512, "TGATHER") == none);  // the offsets may lead to that part
  CHECK(told_of(2048, 128, 1024, 512, "TGATHER") == kError);
  CHECK(told_of(1024, 128, 1024, 512, "") == kError);  // they do
}

TEST_CASE("a gather's data that nobody wrote are no indices", "[init]") {
  CHECK(told([](Core& core) {
          core.op(Pipe::MTE2).writes(UB, 0, 256);
          core.op(Pipe::V, "vgather", "TGATHER")
              .reads(UB, 0, 256)
              .reads(UB, 1024, 512)
              .writes(UB, 4096, 256);
        }) == kNote);
}

TEST_CASE("what a library function copies by the scalar unit is followed", "[init]") {
  // An element that nobody wrote is loaded, and stored or spread; "other" is stored beside it.
  const auto copied = [](const char* function, std::uint64_t stored) {
    return told([=](Core& core) {
      core.load_ub(0, 4, function);
      core.op(Pipe::MTE2).writes(UB, 512, 32);  // another pipe's, between the two
      core.store_ub(256, 4, function);
      core.op(Pipe::MTE3).reads(UB, stored, 4).writes(GM, kGm, 4);
    });
  };
  CHECK(copied("TTRANS", 256) == kError);
  CHECK(copied("TTRANS", 512) == kNote);
  CHECK(copied("", 512) == kError);  // the kernel's own: nobody knows what it decides
  const auto spread = [](std::uint64_t stored) {
    return told([=](Core& core) {
      core.op(Pipe::MTE2).writes(UB, 512, 32);
      core.load_ub(0, 4, "TROWEXPAND");
      core.op(Pipe::V, "vector_dup", "TROWEXPAND").writes(UB, 1024, 256);
      core.op(Pipe::MTE3).reads(UB, stored, 32).writes(GM, kGm, 32);
    });
  };
  CHECK(spread(1024 + 224) == kError);
  CHECK(spread(512) == kNote);
}

TEST_CASE("an index of TSCATTER is an address, its element is copied", "[init]") {
  const auto scattered = [](std::uint64_t written) {
    return told([=](Core& core) {
      core.op(Pipe::MTE2).writes(UB, written, 32);
      core.load_ub(0, 4, "TSCATTER");
      core.load_ub(64, 4, "TSCATTER");
      core.store_ub(256, 4, "TSCATTER");
    });
  };
  CHECK(scattered(64) == kError);
  CHECK(scattered(0) == kNote);
}
