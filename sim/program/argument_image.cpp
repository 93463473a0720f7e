// SPDX-License-Identifier: Apache-2.0
// Dispatch from a recipe to its writer.
#include "sim/program/argument_image.h"

#include <algorithm>

namespace npusim {

namespace {

struct Writer {
  DType type;
  std::uint64_t elements;
  const DatasetSource& source;
  std::byte* destination;

  std::vector<ByteRange> everything() const { return {{0, elements * size_bytes(type)}}; }

  std::vector<ByteRange> operator()(const PatternContents& contents) const {
    const bool zero = std::all_of(contents.runs.begin(), contents.runs.end(),
                                  [](const PatternContents::Run& run) { return run.bits == 0; });
    if (zero) return {};
    write_pattern(contents, type, elements, destination);
    return everything();
  }
  std::vector<ByteRange> operator()(const RandomContents& contents) const {
    write_random(contents, type, elements, destination);
    return everything();
  }
  std::vector<ByteRange> operator()(const IotaContents& contents) const {
    write_iota(contents, type, elements, destination);
    return everything();
  }
  std::vector<ByteRange> operator()(const ValueContents& contents) const {
    write_values(contents, type, elements, destination);
    return everything();
  }
  std::vector<ByteRange> operator()(const FileContents& contents) const {
    return source.read(contents.file, contents.dataset, destination);
  }
};

}  // namespace

ArgumentImage::ArgumentImage(DType type, std::uint64_t elements, Contents contents,
                             DatasetSource source)
    : type_(type),
      elements_(elements),
      contents_(std::move(contents)),
      source_(std::move(source)) {}

std::vector<ByteRange> ArgumentImage::fill(std::byte* destination) const {
  return std::visit(Writer{type_, elements_, source_, destination}, contents_);
}

}  // namespace npusim
