// SPDX-License-Identifier: Apache-2.0
#include "session/supervise/frames.h"

#include <array>
#include <string>

#include <unistd.h>

#include "tests/support/catch.h"

using namespace npusim::session;

namespace {

/// What a writer with `key` puts into a pipe for these frames.
std::string written(std::uint64_t key, const std::vector<Frame>& frames) {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  const FrameWriter writer(ends[1], key);
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

TEST_CASE("frames come out as they went in, whatever pieces they arrive in",
          "[session][supervise]") {
  const std::string bytes = written(
      7, {{FrameKind::Out, "verdict: clean\n"}, {FrameKind::End, ""}, {FrameKind::Note, "x"}});
  for (const std::size_t piece : {std::size_t{1}, std::size_t{5}, bytes.size()}) {
    FrameReader reader(7);
    std::vector<Frame> frames;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      reader.add(bytes.substr(at, piece));
      while (auto frame = reader.next()) frames.push_back(*frame);
    }
    REQUIRE(frames.size() == 3);
    CHECK(frames[0].payload == "verdict: clean\n");
    CHECK(frames[1].kind == FrameKind::End);
    CHECK(frames[2].payload == "x");
    CHECK_FALSE(reader.is_damaged());
  }
}

TEST_CASE("a frame of somebody who does not know the key is not believed", "[session][supervise]") {
  FrameReader reader(7);
  reader.add(written(8, {{FrameKind::Done, std::string(4, '\0')}}));
  CHECK_FALSE(reader.next());
  CHECK(reader.is_damaged());
}

TEST_CASE("bytes between frames end the trust in what follows", "[session][supervise]") {
  FrameReader reader(7);
  reader.add(written(7, {{FrameKind::Out, "a"}}) + "verdict: clean, verdict: clean" +
             written(7, {{FrameKind::Done, std::string(4, '\0')}}));
  REQUIRE(reader.next());
  CHECK_FALSE(reader.next());
  CHECK(reader.is_damaged());
}
