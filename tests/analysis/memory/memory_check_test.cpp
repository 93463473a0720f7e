// SPDX-License-Identifier: Apache-2.0
// Accesses outside what a task may touch, and reads of what nobody wrote.
#include "tests/analysis/race/race_scripts.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;
using Core = EventScript::Core;
constexpr MemSpace GM = MemSpace::GM;
constexpr MemSpace UB = MemSpace::UB;

namespace {

std::vector<analysis::Finding> findings_of(const Script& write, const char* check) {
  ScriptSources sources;
  analysis::Checks checks(analysis::CheckOptions::from_ids({check}), Knobs(), sources);
  EventScript script(checks);
  write(script);
  return checks.findings();
}

Verdicts found(const Script& write, const char* check) {
  Verdicts all;
  for (const analysis::Finding& finding : findings_of(write, check)) {
    all.push_back(finding.hazard + " " + finding.space + " " + finding.rule);
    if (finding.severity == analysis::Severity::Note) all.back() += " note";
  }
  return all;
}

/// One task with the tensor "t" of 256 bytes; "u" lies behind it.
Script with_tensor(const std::function<void(EventScript&, Core&)>& body) {
  return [body](EventScript& script) {
    script.argument("t", kGm, 256);
    script.argument("u", kGm + 256, 256);
    script.heap("block", 0, kGm + 4096, 256);
    script.task(
        0, "k",
        {argument(ArgDirection::Input, kGm, 256), argument(ArgDirection::Output, kGm + 4096, 256)});
    auto core = script.core(kAiv);
    core.start(0);
    body(script, core);
    core.end();
  };
}

Verdicts load(std::uint64_t address, std::uint32_t bytes) {
  return found(
      with_tensor([=](EventScript&, Core& core) { core.op(Pipe::MTE2).reads(GM, address, bytes); }),
      "mem");
}

}  // namespace

TEST_CASE("a transfer stays inside one tensor of its task: tight", "[mem]") {
  REQUIRE(load(kGm, 256).empty());
  REQUIRE(load(kGm + 1, 256) == Verdicts{"out-of-bounds GM mem.in_bounds"});
  REQUIRE(load(kGm - 1, 4) == Verdicts{"out-of-bounds GM mem.in_bounds"});
  REQUIRE(load(kGm + 256, 4) == Verdicts{"out-of-bounds GM mem.in_bounds"});
}

TEST_CASE("a task that was not described stays inside one tensor: tight", "[mem]") {
  const auto load_of_unknown = [](std::uint32_t bytes) {
    return found(
        [bytes](EventScript& script) {
          script.argument("t", kGm, 256);
          auto core = script.core(kAiv);
          core.start(0);
          core.op(Pipe::MTE2).reads(GM, kGm, bytes);
        },
        "mem");
  };
  REQUIRE(load_of_unknown(256).empty());
  REQUIRE(load_of_unknown(257) == Verdicts{"out-of-bounds GM mem.in_bounds"});
}

TEST_CASE("every burst counts, not the hull", "[mem]") {
  const auto bursts = [](std::int64_t stride) {
    return found(with_tensor([stride](EventScript&, Core& core) {
                   Span span = contiguous(kGm, 32);
                   span.runs = 2;
                   span.run_stride = stride;
                   core.op(Pipe::MTE2).access(GM, AccessKind::Read, span);
                 }),
                 "mem");
  };
  REQUIRE(bursts(4096).empty());  // the second burst lies in the heap block
  REQUIRE(bursts(4096 + 225) == Verdicts{"out-of-bounds GM mem.in_bounds"});
}

TEST_CASE("heap memory is not used after its release", "[mem]") {
  const auto late = [](bool released) {
    return found(with_tensor([released](EventScript& script, Core& core) {
                   if (released) script.release(0, kGm + 4096, 256);
                   core.op(Pipe::MTE3).writes(GM, kGm + 4096, 64);
                 }),
                 "mem");
  };
  REQUIRE(late(true) == Verdicts{"use-after-release GM runtime.heap_reuse"});
  REQUIRE(late(false).empty());
}

TEST_CASE("a finding names memory as its task knew it, whoever has it now", "[mem]") {
  ScriptSources sources;
  analysis::Checks checks(analysis::CheckOptions::from_ids({"mem"}), Knobs(), sources);
  EventScript script(checks);
  with_tensor([](EventScript& to, Core& core) {
    to.release(0, kGm + 4096, 256);
    to.heap("next", 1, kGm + 4096, 256);
    core.op(Pipe::MTE3).writes(GM, kGm + 4096, 64);
  })(script);
  const auto all = checks.findings();
  REQUIRE(all.size() == 1);
  CHECK(text_of(all[0].first.range) == "block[0:16]");
}

TEST_CASE("a tile in the library's scratch must not be read after the library has used it",
          "[mem]") {
  constexpr std::uint64_t kScratch = 188416;
  const auto run = [](std::uint64_t tile, const char* opcode, const char* between, bool again) {
    return found(with_tensor([=](EventScript&, Core& core) {
                   core.op(Pipe::V, "vadd", "TADD").writes(UB, tile, 256);
                   core.op(Pipe::V, opcode, between).writes(UB, kScratch, 256);
                   core.op(Pipe::V, "vmul", between).reads(UB, kScratch, 256).writes(UB, 0, 256);
                   if (again) core.op(Pipe::V, "vadd", "TADD").writes(UB, tile, 256);
                   core.op(Pipe::V, "vmuls", "TMULS").reads(UB, tile, 256).writes(UB, 512, 256);
                 }),
                 "mem");
  };
  const Verdicts scratch{"library-scratch UB ub.library_scratch"};
  CHECK(run(kScratch, "vbrcb", "TROWEXPANDADD", false) == scratch);
  CHECK(run(kScratch + 255, "vbrcb", "TROWEXPANDMUL", false) == scratch);
  CHECK(run(kScratch - 255, "vconv", "TEXTRACT", false) == scratch);
  // Beside what the library uses, written again, or after something else that merely writes there.
  CHECK(run(kScratch + 256, "vbrcb", "TROWEXPANDADD", false).empty());
  CHECK(run(kScratch - 256, "vbrcb", "TROWEXPANDADD", false).empty());
  CHECK(run(kScratch, "vbrcb", "TROWEXPANDADD", true).empty());
  CHECK(run(kScratch, "vadd", "TADD", false).empty());
}

TEST_CASE("a tile in the library's scratch that no library instruction meets is an ordinary one",
          "[mem]") {
  REQUIRE(found(with_tensor([](EventScript&, Core& core) {
                  core.op(Pipe::V, "vadd", "TADD").writes(UB, 188416, 8192);
                  core.op(Pipe::V, "vadd", "TADD").reads(UB, 188416, 8192).writes(UB, 0, 8192);
                }),
                "mem")
              .empty());
}

TEST_CASE("a fault outside memory is a finding", "[mem]") {
  REQUIRE(found(with_tensor([](EventScript& script, Core&) {
                  script.fault(FaultEvent::Kind::OutOfBounds, kAiv, "vadd writes beyond UB");
                }),
                "mem") ==
          Verdicts{"out-of-bounds  mem.in_bounds"});  // of no bytes: no memory is named
}

TEST_CASE("an undefined value is an error where it reaches an output", "[init]") {
  const auto run = [](bool write, const char* opcode, std::uint64_t at, std::uint64_t stored) {
    return found(with_tensor([=](EventScript&, Core& core) {
                   if (write) core.op(Pipe::MTE2).reads(GM, kGm, 64).writes(UB, 0, 64);
                   core.op(Pipe::V, opcode).reads(UB, at, 64).writes(UB, 256, 64);
                   core.op(Pipe::MTE3).reads(UB, stored, 4).writes(GM, kGm + 256, 4);
                 }),
                 "init");
  };
  const Verdicts error{"uninitialised UB ub.keeps_content"};
  const Verdicts note{"uninitialised UB ub.keeps_content note"};
  CHECK(run(true, "vadd", 0, 256).empty());
  CHECK(run(false, "vadd", 0, 256) == error);
  // To the byte: only the last of the 64 bytes come from what nobody wrote.
  CHECK(run(true, "vadd", 4, 256) == note);
  CHECK(run(true, "vadd", 4, 316) == error);
  // Others read whole blocks: the last 4 bytes stand in a block that nobody wrote.
  CHECK(run(true, "vcgadd", 4, 316) == error);
  // What was only copied and is not used is nothing.
  CHECK(run(false, "copy_ubuf_to_ubuf", 0, 256) == error);
}

TEST_CASE("a tile copied onto itself keeps what nobody wrote undefined, until somebody writes it",
          "[init]") {
  const auto run = [](bool write) {
    return found(with_tensor([=](EventScript&, Core& core) {
                   core.op(Pipe::V, "copy_ubuf_to_ubuf").reads(UB, 0, 256).writes(UB, 0, 256);
                   if (write) core.op(Pipe::MTE2).reads(GM, kGm, 256).writes(UB, 0, 256);
                   core.op(Pipe::MTE3).reads(UB, 0, 256).writes(GM, kGm + 256, 256);
                 }),
                 "init");
  };
  CHECK(run(true).empty());
  CHECK(run(false) == Verdicts{"uninitialised UB ub.keeps_content"});
}

TEST_CASE("a scalar load of an undefined value may decide a branch, and its line is named",
          "[init]") {
  const auto findings = findings_of(with_tensor([](EventScript& script, Core& core) {
                                      core.op(Pipe::V, "vadd").reads(UB, 64, 32).writes(UB, 64, 32);
                                      script.at_line(70);
                                      core.load_ub(64);
                                    }),
                                    "init");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == analysis::Severity::Error);
  CHECK(findings[0].message.find("; a scalar load at kernel.cpp:70: addresses and branches") !=
        std::string::npos);
}

TEST_CASE("the mask of a comparison is undefined where all lanes of a byte are", "[init]") {
  const auto run = [](std::uint32_t written) {
    return found(with_tensor([=](EventScript&, Core& core) {
                   core.op(Pipe::MTE2).reads(GM, kGm, written).writes(UB, 0, written);
                   core.op(Pipe::V, "vcmpvs").reads(UB, 0, 256).writes(UB, 512, 8);
                   core.op(Pipe::MTE3).reads(UB, 512, 2).writes(GM, kGm + 256, 2);
                 }),
                 "init");
  };
  CHECK(run(64) == Verdicts{"uninitialised UB ub.keeps_content note"});
  CHECK(run(36) == Verdicts{"uninitialised UB ub.keeps_content note"});
  CHECK(run(32) == Verdicts{"uninitialised UB ub.keeps_content"});
}

TEST_CASE("what an earlier task left in UB is not initialised", "[init]") {
  REQUIRE(found(
              [](EventScript& script) {
                script.argument("out", kGm, 256);
                for (TaskIndex task = 0; task < 2; ++task) {
                  script.task(task, "k", {argument(ArgDirection::Output, kGm, 256)});
                  auto core = script.core(kAiv);
                  core.start(task);
                  if (task == 0) core.op(Pipe::V, "vadd").writes(UB, 0, 64);
                  if (task == 1) core.op(Pipe::MTE3).reads(UB, 0, 64).writes(GM, kGm, 64);
                  core.end();
                }
              },
              "init") == Verdicts{"uninitialised UB ub.keeps_content"});
}

TEST_CASE("heap memory that nobody wrote carries on through the load of it", "[init]") {
  const auto run = [](std::uint64_t address, bool write) {
    return found(with_tensor([=](EventScript&, Core& core) {
                   if (write) core.op(Pipe::MTE3).writes(GM, address, 64);
                   core.op(Pipe::MTE2).reads(GM, address, 64).writes(UB, 0, 64);
                   core.op(Pipe::MTE3).reads(UB, 0, 64).writes(GM, kGm + 256, 64);
                 }),
                 "init");
  };
  REQUIRE(run(kGm, false).empty());
  REQUIRE(run(kGm + 4096, true).empty());
  REQUIRE(run(kGm + 4096, false) == Verdicts{"uninitialised GM runtime.heap_reuse"});
}

TEST_CASE("the rows that nobody wrote are named, with the blocks it would take", "[init]") {
  ScriptSources sources;
  analysis::Checks checks(analysis::CheckOptions::from_ids({"init"}), Knobs(), sources);
  EventScript script(checks);
  script.argument("out", kGm, 256);
  BufferEvent heap;
  heap.kind = BufferEvent::Kind::HeapAllocated;
  heap.name = "c";
  heap.owner = 0;
  heap.address = kGm + 4096;
  heap.bytes = 256;
  heap.dtype = DType::FLOAT32;
  heap.shape = {4, 16};
  checks.on_buffer(heap);
  script.task(0, "gemm");
  script.task(1, "use");
  auto core = script.core(kAiv);
  for (std::int32_t block = 0; block < 3; ++block) {
    core.start(0, block);
    core.op(Pipe::MTE3).writes(GM, kGm + 4096 + 64 * static_cast<unsigned>(block), 64);
    core.end();
  }
  core.start(1);
  core.op(Pipe::MTE2).reads(GM, kGm + 4096, 256).writes(UB, 0, 256);
  core.op(Pipe::MTE3).reads(UB, 0, 256).writes(GM, kGm, 256);
  core.end();
  const auto findings = checks.findings();
  REQUIRE(findings.size() == 1);
  CHECK(
      findings[0].message.find("row 3 of c: no task wrote them; 3 blocks of gemm (task 0) wrote 1 "
                               "row each, 4 would cover it") != std::string::npos);
}

TEST_CASE("what an instruction leaves unspecified counts as not written", "[init]") {
  const auto read = [](std::uint32_t bytes) {
    return found(with_tensor([=](EventScript&, Core& core) {
                   core.op(Pipe::V, "vector_dup").writes(UB, 0, 32);
                   core.op(Pipe::MTE2).reads(GM, kGm, 20).writes(UB, 0, 20).undefines(UB, 20, 12);
                   core.op(Pipe::V, "vadds").reads(UB, 0, bytes).writes(UB, 64, bytes);
                 }),
                 "init");
  };
  REQUIRE(read(20).empty());
  REQUIRE(read(24) == Verdicts{"uninitialised UB ub.keeps_content note"});
}
