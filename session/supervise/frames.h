// SPDX-License-Identifier: Apache-2.0
// Messages from a worker to its supervisor, through a pipe that the program's code could write to
// as well. So each carries a check that depends on a key of the run: what does not fit is found,
// not believed.
//
//   magic u32 · kind u32 · bytes u64 · check u64 · payload
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace npusim::session {

enum class FrameKind : std::uint32_t {
  Out,     ///< for stdout
  Report,  ///< u32 number of the report, then its text
  Begin,   ///< of a phase: total u64, then phase \0 unit
  Update,  ///< done u64, total u64
  Note,    ///< beside the count
  End,     ///< of the phase
  Found,   ///< what was found so far, a sentence each line
  Failed,  ///< i32 exit status, then the message
  Done     ///< i32 exit status
};

struct Frame {
  FrameKind kind = FrameKind::Done;
  std::string payload;
};

class FrameWriter {
 public:
  FrameWriter(int file, std::uint64_t key) : file_(file), key_(key) {}
  /// Ends this process if nobody reads any more.
  void write(FrameKind kind, std::string_view payload) const;

 private:
  int file_;
  std::uint64_t key_;
};

class FrameReader {
 public:
  explicit FrameReader(std::uint64_t key) : key_(key) {}
  void add(std::string_view bytes) { buffer_ += bytes; }
  /// The next whole frame.
  std::optional<Frame> next();
  /// Somebody else has written into the pipe: nothing after it counts.
  bool is_damaged() const { return damaged_; }

 private:
  std::uint64_t key_;
  std::string buffer_;
  std::size_t begin_ = 0;
  bool damaged_ = false;
};

}  // namespace npusim::session
