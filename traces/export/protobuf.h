// SPDX-License-Identifier: Apache-2.0
// Protocol buffers' wire format (protobuf.dev, "Encoding"): what a message needs to be written.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace npusim::traces {

/// One message; fields in the order in which they are added.
class Protobuf {
 public:
  Protobuf& number(unsigned field, std::uint64_t value) {
    key(field, kVarint);
    varint(value);
    return *this;
  }
  Protobuf& fixed(unsigned field, std::uint64_t value) {
    key(field, kFixed64);
    for (int i = 0; i < 8; ++i, value >>= 8) bytes_ += static_cast<char>(value & 0xff);
    return *this;
  }
  Protobuf& real(unsigned field, double value) {
    return fixed(field, std::bit_cast<std::uint64_t>(value));
  }
  Protobuf& text(unsigned field, std::string_view value) {
    key(field, kLengthDelimited);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  Protobuf& message(unsigned field, const Protobuf& value) { return text(field, value.bytes_); }

  const std::string& bytes() const { return bytes_; }

 private:
  enum WireType : unsigned { kVarint = 0, kFixed64 = 1, kLengthDelimited = 2 };

  void key(unsigned field, WireType type) { varint(field << 3 | type); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }

  std::string bytes_;
};

}  // namespace npusim::traces
