// SPDX-License-Identifier: Apache-2.0
// Messages from a process that runs the program's code to its parent, through a pipe that this code
// could write to, or put itself in the middle of, as well. So each carries a check of its place in
// the row, its kind and its payload by a key of the run (SipHash-2-4,
// https://www.aumasson.jp/siphash): what was added, changed, repeated or left out is found, not
// believed.
//
//   magic u32 · kind u32 · bytes u64 · check of these u64 · check of all u64 · payload
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace npusim {

struct Frame {
  std::uint32_t kind = 0;  ///< what it means is its readers' business
  std::string payload;
};

using FrameKey = std::array<std::uint64_t, 2>;
/// Throws std::system_error.
FrameKey random_frame_key();

class FrameWriter {
 public:
  FrameWriter(int file, const FrameKey& key) : file_(file), key_(key) {}
  /// Ends this process if nobody reads any more.
  void write(std::uint32_t kind, std::string_view payload);

 private:
  int file_;
  FrameKey key_;
  std::uint64_t number_ = 0;
};

class FrameReader {
 public:
  explicit FrameReader(const FrameKey& key) : key_(key) {}
  void add(std::string_view bytes) { buffer_ += bytes; }
  /// The next whole frame.
  std::optional<Frame> next();
  /// Somebody else has written into the pipe: nothing after it counts.
  bool is_damaged() const { return damaged_; }

 private:
  FrameKey key_;
  std::uint64_t number_ = 0;
  std::string buffer_;
  std::size_t begin_ = 0;
  bool damaged_ = false;
};

}  // namespace npusim
