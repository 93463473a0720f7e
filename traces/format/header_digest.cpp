// SPDX-License-Identifier: Apache-2.0
#include "traces/format/header_digest.h"

#include <string_view>

#include <libdeflate.h>

namespace npusim::traces {
namespace {

class Crc {
 public:
  Crc& add(std::uint64_t number) {
    value_ = libdeflate_crc32(value_, &number, sizeof(number));
    return *this;
  }
  Crc& add(std::string_view text) {
    add(std::uint64_t{text.size()});
    value_ = libdeflate_crc32(value_, text.data(), text.size());
    return *this;
  }
  Crc& add(const std::vector<std::string>& texts) {
    add(std::uint64_t{texts.size()});
    for (const std::string& text : texts) add(std::string_view(text));
    return *this;
  }
  std::uint32_t value() const { return value_; }

 private:
  std::uint32_t value_ = 0;
};

}  // namespace

std::uint32_t header_digest(const TraceHeader& header) {
  Crc crc;
  crc.add(header.npusim_version).add(header.program).add(header.data_file).add(header.seed);
  crc.add(header.schedule).add(header.replay).add(header.checks).add(header.suppressions);
  crc.add(std::uint64_t{header.local_accesses}).add(header.slice);
  crc.add(std::uint64_t{header.knobs.size()});
  for (const auto& [name, value] : header.knobs) crc.add(name).add(value);
  crc.add(std::uint64_t{header.inputs.size()});
  for (const auto& [name, digest] : header.inputs) crc.add(name).add(digest);
  crc.add(header.opcode_names).add(header.tile_op_names);
  return crc.value();
}

}  // namespace npusim::traces
