// SPDX-License-Identifier: Apache-2.0
#include "session/trace/element_name.h"

#include "session/run/usage_error.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::session;
using Catch::Matchers::Contains;

namespace {

constexpr std::uint64_t kC = 0x120000000000, kHeap = 0x120000100000;

void add(analysis::AccessHistory& history, BufferEvent::Kind kind, const std::string& name,
         TaskIndex owner, std::uint64_t address, std::vector<std::uint32_t> shape) {
  BufferEvent event{kind, name, owner, address, 4, DType::FLOAT32, std::move(shape), 0};
  for (const std::uint32_t extent : event.shape) event.bytes *= extent;
  history.on_buffer(event);
}

/// c[4, 8]; two tasks called "pool" with an output each, the first of which is replaced.
analysis::AccessHistory history() {
  analysis::AccessHistory history;
  add(history, BufferEvent::Kind::Argument, "c", kNoTask, kC, {4, 8});
  for (const auto& [task, name] : {std::pair{3u, "pool"}, {4u, "pool"}, {5u, "norm"}}) {
    TaskDescription description;
    description.task = task;
    description.name = name;
    history.on_task_description(description);
  }
  add(history, BufferEvent::Kind::HeapAllocated, "task 3 output 0", 3, kHeap, {16});
  AccessEvent access;
  access.span = contiguous(kHeap, 4);
  history.on_access(access);
  add(history, BufferEvent::Kind::HeapAllocated, "task 4 output 0", 4, kHeap, {16});
  history.on_access(access);
  add(history, BufferEvent::Kind::HeapAllocated, "task 5 output 1", 5, kHeap + 4096, {2, 2});
  return history;
}

std::vector<ByteRange> bytes_of(const std::string& text) {
  return find_elements(history(), text).bytes;
}

std::string refusal_of(const std::string& text) {
  try {
    find_elements(history(), text);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

}  // namespace

TEST_CASE("an index is a place in a row-major tensor", "[session][element_name]") {
  CHECK(bytes_of("c[0, 0]") == std::vector<ByteRange>{{kC, kC + 4}});
  CHECK(bytes_of("c[2,3]") == std::vector<ByteRange>{{kC + 76, kC + 80}});
  CHECK(bytes_of(" c [ 3 , 7 ]") == std::vector<ByteRange>{{kC + 124, kC + 128}});
  CHECK(find_elements(history(), "c[2,3]").text == "c[2, 3]");
  CHECK(find_elements(history(), "c[2,3]").first == 19);
}

TEST_CASE("a slice is every element in it, a whole row one range", "[session][element_name]") {
  CHECK(bytes_of("c[1:3, 2:4]") == std::vector<ByteRange>{{kC + 40, kC + 48}, {kC + 72, kC + 80}});
  CHECK(bytes_of("c[1:3, :]") == std::vector<ByteRange>{{kC + 32, kC + 96}});
  CHECK(bytes_of("c[:2, 6:]") == std::vector<ByteRange>{{kC + 24, kC + 32}, {kC + 56, kC + 64}});
  CHECK(bytes_of("c.flat[7:9]") == std::vector<ByteRange>{{kC + 28, kC + 36}});
  CHECK(find_elements(history(), "c[:, :]").elements == 32);
}

TEST_CASE("an output on the heap is the one of its task, as long as it lived",
          "[session][element_name]") {
  CHECK(find_elements(history(), "task 3 output 0[0]").tensor.until == 1);
  CHECK(find_elements(history(), "task 4 output 0[0]").tensor.until == 2);
  CHECK(bytes_of("norm output 1[1, 0]") == std::vector<ByteRange>{{kHeap + 4104, kHeap + 4108}});
}

TEST_CASE("what names no element is refused and says why", "[session][element_name]") {
  CHECK_THAT(refusal_of("pool output 0[0]"),
             Contains("ambiguous: 2 tasks") && Contains("task 3 output 0, task 4 output 0"));
  CHECK_THAT(refusal_of("d[0, 0]"), Contains("no tensor 'd'") && Contains("its arguments are c"));
  CHECK_THAT(refusal_of("task 3 output 1[0]"), Contains("did you mean"));
  CHECK_THAT(refusal_of("c[4, 0]"), Contains("shape [4, 8]") && Contains("expected 0 to 3"));
  CHECK_THAT(refusal_of("c[0, 2:9]"), Contains("out of range"));
  CHECK_THAT(refusal_of("c[0, 3:3]"), Contains("out of range"));
  CHECK_THAT(refusal_of("c[0]"), Contains("takes 2 indices, not the 1"));
  for (const char* form : {"c", "", "[0]", "c[0, 0", "c]0[", "c[0, x]", "c[0, ]", "c[0, -1]",
                           "c[0, 99999999999999999999]", "c[0:1:2, 0]"}) {
    INFO(form);
    CHECK(refusal_of(form) != "none");
  }
}
