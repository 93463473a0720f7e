// SPDX-License-Identifier: Apache-2.0
#include "sim/process/frames.h"

#include <array>
#include <cstring>
#include <string>

#include <unistd.h>

#include "tests/support/catch.h"

using namespace npusim;

namespace {

constexpr FrameKey kKey{7, 11};
constexpr std::uint32_t kOut = 0, kDone = 1, kEnd = 2, kNote = 3;

/// What a writer with `key` puts into a pipe for these frames.
std::string written(const FrameKey& key, const std::vector<Frame>& frames) {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  FrameWriter writer(ends[1], key);
  for (const Frame& frame : frames) writer.write(frame.kind, frame.payload);
  close(ends[1]);
  std::string bytes;
  std::array<char, 4096> buffer;
  for (ssize_t count; (count = read(ends[0], buffer.data(), buffer.size())) > 0;) {
    bytes.append(buffer.data(), static_cast<std::size_t>(count));
  }
  close(ends[0]);
  return bytes;
}

}  // namespace

TEST_CASE("frames come out as they went in, whatever pieces they arrive in", "[sim][process]") {
  const std::string bytes = written(kKey, {{kOut, "verdict: clean\n"}, {kEnd, ""}, {kNote, "x"}});
  for (const std::size_t piece : {std::size_t{1}, std::size_t{5}, bytes.size()}) {
    FrameReader reader(kKey);
    std::vector<Frame> frames;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      reader.add(bytes.substr(at, piece));
      while (auto frame = reader.next()) frames.push_back(*frame);
    }
    REQUIRE(frames.size() == 3);
    CHECK(frames[0].payload == "verdict: clean\n");
    CHECK(frames[1].kind == kEnd);
    CHECK(frames[2].payload == "x");
    CHECK_FALSE(reader.is_damaged());
  }
}

TEST_CASE("a frame of somebody who does not know the key is not believed", "[sim][process]") {
  FrameReader reader(kKey);
  reader.add(written({7, 12}, {{kDone, std::string(4, '\0')}}));
  CHECK_FALSE(reader.next());
  CHECK(reader.is_damaged());
}

TEST_CASE("bytes between frames end the trust in what follows", "[sim][process]") {
  FrameReader reader(kKey);
  reader.add(written(kKey, {{kOut, "a"}}) + "verdict: clean, verdict: clean" +
             written(kKey, {{kDone, std::string(4, '\0')}}));
  REQUIRE(reader.next());
  CHECK_FALSE(reader.next());
  CHECK(reader.is_damaged());
}

TEST_CASE("a frame that is repeated, left out or changed ends the trust", "[sim][process]") {
  const std::string done(4, '\1');
  const std::string first = written(kKey, {{kOut, "a"}});
  const std::string both = written(kKey, {{kOut, "a"}, {kDone, done}});
  std::string changed = both;
  changed.back() = '\0';
  for (const std::string& bytes : {first + first, both.substr(first.size()), changed}) {
    FrameReader reader(kKey);
    reader.add(bytes);
    while (reader.next()) {
    }
    CHECK(reader.is_damaged());
  }
}

TEST_CASE("a frame's check is SipHash-2-4", "[sim][process]") {
  // By another implementation that gives the reference's vectors: key 00 .. 0f; the words 0, 0, 8
  // (number, kind, length) and 0x0706050403020100.
  const std::string bytes = written({0x0706050403020100, 0x0f0e0d0c0b0a0908},
                                    {{kOut, std::string("\0\1\2\3\4\5\6\7", 8)}});
  REQUIRE(bytes.size() == 40);
  std::uint64_t check = 0;
  std::memcpy(&check, bytes.data() + 24, sizeof(check));
  CHECK(check == 0x3800bb5bfd2cdd73);
}

TEST_CASE("a length that nobody signed is not waited for", "[sim][process]") {
  std::string bytes = written(kKey, {{kOut, "a"}});
  bytes[12] = '\1';  // 4 GiB more
  FrameReader reader(kKey);
  reader.add(bytes);
  CHECK_FALSE(reader.next());
  CHECK(reader.is_damaged());
}
