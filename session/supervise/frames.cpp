// SPDX-License-Identifier: Apache-2.0
#include "session/supervise/frames.h"

#include <cerrno>
#include <cstring>

#include <sys/syscall.h>
#include <unistd.h>

namespace npusim::session {
namespace {

constexpr std::uint32_t kMagic = 0x6e707566;
/// More than any report; a length beyond it is not one.
constexpr std::uint64_t kMaxPayload = std::uint64_t{1} << 32;
/// Read frames are dropped from the buffer in stretches of this size.
constexpr std::size_t kCompactBytes = 1 << 20;

struct Header {
  std::uint32_t magic;
  std::uint32_t kind;
  std::uint64_t bytes;
  std::uint64_t check;
};

/// FNV-1a over 64-bit words, started with the key.
std::uint64_t check_of(std::uint64_t key, std::uint32_t kind, std::string_view payload) {
  constexpr std::uint64_t kPrime = 0x100000001b3;
  std::uint64_t state = (key ^ kind) * kPrime + payload.size();
  for (std::size_t i = 0; i < payload.size(); i += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, payload.data() + i, std::min(sizeof(word), payload.size() - i));
    state = (state ^ word) * kPrime;
    state ^= state >> 29;
  }
  return state;
}

}  // namespace

void FrameWriter::write(FrameKind kind, std::string_view payload) const {
  const auto number = static_cast<std::uint32_t>(kind);
  const Header header{kMagic, number, payload.size(), check_of(key_, number, payload)};
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof(header));
  bytes += payload;
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t count = ::write(file_, bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) syscall(SYS_exit_group, 1);
    done += static_cast<std::size_t>(count);
  }
}

std::optional<Frame> FrameReader::next() {
  if (damaged_ || buffer_.size() - begin_ < sizeof(Header)) return std::nullopt;
  Header header;
  std::memcpy(&header, buffer_.data() + begin_, sizeof(header));
  if (header.magic != kMagic || header.bytes > kMaxPayload) {
    damaged_ = true;
    return std::nullopt;
  }
  if (buffer_.size() - begin_ - sizeof(header) < header.bytes) return std::nullopt;
  Frame frame{static_cast<FrameKind>(header.kind),
              buffer_.substr(begin_ + sizeof(header), header.bytes)};
  begin_ += sizeof(header) + header.bytes;
  if (begin_ >= kCompactBytes) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  if (check_of(key_, header.kind, frame.payload) != header.check) {
    damaged_ = true;
    return std::nullopt;
  }
  return frame;
}

}  // namespace npusim::session
