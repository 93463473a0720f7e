// SPDX-License-Identifier: Apache-2.0
#include "sim/process/frames.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace npusim {
namespace {

constexpr std::uint32_t kMagic = 0x6e707566;
/// Read frames are dropped from the buffer in stretches of this size.
constexpr std::size_t kCompactBytes = 1 << 20;

struct Header {
  std::uint32_t magic;
  std::uint32_t kind;
  std::uint64_t bytes;
  std::uint64_t head_check;  ///< without the payload, so that nobody's length is waited for
  std::uint64_t check;
};

class SipHash {
 public:
  explicit SipHash(const FrameKey& key)
      : v_{key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d, key[0] ^ 0x6c7967656e657261,
           key[1] ^ 0x7465646279746573} {}

  void add(std::uint64_t word) {
    v_[3] ^= word;
    mix(2);
    v_[0] ^= word;
  }
  std::uint64_t finish() {
    v_[2] ^= 0xff;
    mix(4);
    return v_[0] ^ v_[1] ^ v_[2] ^ v_[3];
  }

 private:
  void mix(int rounds) {
    while (rounds-- > 0) {
      v_[0] += v_[1];
      v_[2] += v_[3];
      v_[1] = std::rotl(v_[1], 13) ^ v_[0];
      v_[3] = std::rotl(v_[3], 16) ^ v_[2];
      v_[0] = std::rotl(v_[0], 32);
      v_[2] += v_[1];
      v_[0] += v_[3];
      v_[1] = std::rotl(v_[1], 17) ^ v_[2];
      v_[3] = std::rotl(v_[3], 21) ^ v_[0];
      v_[2] = std::rotl(v_[2], 32);
    }
  }
  std::uint64_t v_[4];
};

/// Number, kind and length come first, so that all words of a message have one meaning.
SipHash head_of(const FrameKey& key, std::uint64_t number, std::uint32_t kind,
                std::uint64_t bytes) {
  SipHash hash(key);
  for (const std::uint64_t word : {number, std::uint64_t{kind}, bytes}) hash.add(word);
  return hash;
}

std::uint64_t check_of(SipHash hash, std::string_view payload) {
  for (std::size_t i = 0; i < payload.size(); i += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, payload.data() + i, std::min(sizeof(word), payload.size() - i));
    hash.add(word);
  }
  return hash.finish();
}

}  // namespace

FrameKey random_frame_key() {
  FrameKey key{};
  if (getrandom(key.data(), sizeof(key), 0) == static_cast<ssize_t>(sizeof(key))) return key;
  throw std::system_error(errno, std::generic_category(), "getrandom");
}

void FrameWriter::write(std::uint32_t kind, std::string_view payload) {
  const SipHash head = head_of(key_, number_++, kind, payload.size());
  const Header header{kMagic, kind, payload.size(), SipHash(head).finish(),
                      check_of(head, payload)};
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
  const SipHash head = head_of(key_, number_, header.kind, header.bytes);
  if (header.magic != kMagic || SipHash(head).finish() != header.head_check) {
    damaged_ = true;
    return std::nullopt;
  }
  if (buffer_.size() - begin_ - sizeof(header) < header.bytes) return std::nullopt;
  Frame frame{header.kind, buffer_.substr(begin_ + sizeof(header), header.bytes)};
  begin_ += sizeof(header) + header.bytes;
  if (begin_ >= kCompactBytes) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  ++number_;
  if (check_of(head, frame.payload) != header.check) {
    damaged_ = true;
    return std::nullopt;
  }
  return frame;
}

}  // namespace npusim
