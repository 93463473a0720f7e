// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/tensor_map.h"

#include <algorithm>

#include "tests/support/catch.h"

using namespace npusim;

namespace {

port::TensorImage tensor(std::uint64_t address = 64) {
  port::TensorImage image{};
  image.buffer_address = address;
  image.buffer_bytes = 64;
  image.ndims = 1;
  image.is_contiguous = true;
  image.shapes[0] = 16;
  image.strides[0] = 1;
  image.extent = 16;
  return image;
}

std::array<RingSize, kRingCount> windows(std::uint32_t slots) {
  std::array<RingSize, kRingCount> rings;
  for (RingSize& ring : rings) ring.task_window = slots;
  return rings;
}

struct Found {
  std::vector<TaskIndex> live, retired;
};
Found look_up(TensorMap& map, bool erase = false, std::uint64_t address = 64) {
  Found found;
  map.lookup(
      tensor(address),
      [&](const TensorMap::Entry& entry, Overlap) {
        found.live.push_back(entry.task);
        return erase;
      },
      [&](TaskIndex writer, Overlap) {
        found.retired.push_back(writer);
        return erase;
      });
  return found;
}

using Tasks = std::vector<TaskIndex>;

}  // namespace

TEST_CASE("writers are found newest first and by buffer", "[models][scheduler]") {
  TensorMap map(windows(16), false);
  map.insert(tensor(), 0, 0, 10);
  map.insert(tensor(), 1, 0, 11);
  map.insert(tensor(128), 1, 1, 12);
  CHECK(look_up(map).live == Tasks{11, 10});
  CHECK(look_up(map, true).live == Tasks{11, 10});
  CHECK(look_up(map).live.empty());
  CHECK(map.size() == 1);
}

TEST_CASE("a retired writer makes no edge but is remembered", "[models][scheduler]") {
  TensorMap map(windows(256), false);
  map.insert(tensor(), 1, 3, 10);
  map.sync(1, 5, 3);
  CHECK(look_up(map).live == Tasks{10});
  map.sync(1, 6, 4);  // retired, not yet cleaned up
  CHECK(look_up(map).retired == Tasks{10});
  CHECK(map.size() == 1);
  map.sync(1, 100, 64);
  CHECK(look_up(map).live.empty());
  CHECK(look_up(map).retired == Tasks{10});
  CHECK(map.size() == 0);
}

TEST_CASE("other rings' retirement is not noticed", "[models][scheduler]") {
  TensorMap map(windows(256), false);
  map.insert(tensor(), 1, 3, 10);
  map.sync(2, 5, 200);
  CHECK(look_up(map).live == Tasks{10});
}

TEST_CASE("clean-up frees the entries of a newer task in the slot on the base runtime only",
          "[models][scheduler]") {
  for (const bool later : {false, true}) {
    TensorMap map(windows(16), later);
    map.insert(tensor(), 0, 2, 10);
    map.insert(tensor(), 0, 18, 26);  // the same slot, one window later
    map.sync(0, 20, 10);              // 10 < 64 retired: nothing cleaned; slot 4 differs from 0
    map.sync(0, 32, 17);              // the cursor's slot: cleans 0..16, and slot 2 with it
    CHECK(look_up(map).live == (later ? Tasks{26} : Tasks{}));
    CHECK(look_up(map).retired == Tasks{10});
  }
}

TEST_CASE("of many retired writers those are met that a view overlaps, whatever its length",
          "[models][scheduler]") {
  const auto view = [](std::uint64_t begin, std::uint32_t length) {
    port::TensorImage image = tensor();
    image.buffer_bytes = 4000;
    image.start_offset = begin;
    image.shapes[0] = length;
    image.extent = length;
    return image;
  };
  RetiredWriters writers;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> written;
  for (TaskIndex task = 0; task < 60; ++task) {
    written.emplace_back(task * 37 % 400, 1 + task % 7 * 9);
    writers.add(view(written.back().first, written.back().second), task);
  }
  for (std::uint64_t begin = 0; begin < 480; begin += 13) {
    Tasks met, expected;
    writers.lookup(view(begin, 20), [&](TaskIndex task, Overlap) {
      met.push_back(task);
      return false;
    });
    for (TaskIndex task = 0; task < written.size(); ++task) {
      const auto [at, length] = written[task];
      if (at < begin + 20 && begin < at + length) expected.push_back(task);
    }
    std::sort(met.begin(), met.end());
    CHECK(met == expected);
  }
}

TEST_CASE("a retired writer that a later one replaces is forgotten", "[models][scheduler]") {
  RetiredWriters writers;
  writers.add(tensor(), 10);
  const auto met = [&](bool forget) {
    Tasks tasks;
    writers.lookup(tensor(), [&](TaskIndex task, Overlap) {
      tasks.push_back(task);
      return forget;
    });
    return tasks;
  };
  CHECK(met(false) == Tasks{10});
  CHECK(met(true) == Tasks{10});
  CHECK(met(false).empty());
}
