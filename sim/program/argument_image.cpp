// SPDX-License-Identifier: Apache-2.0
// Dispatch from a recipe to its writer.
#include "sim/program/argument_image.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <sys/mman.h>
#include <unistd.h>

namespace npusim {

namespace {

bool is_zero(const PatternContents& contents) {
  return std::all_of(contents.runs.begin(), contents.runs.end(),
                     [](const PatternContents::Run& run) { return run.bits == 0; });
}

struct Writer {
  DType type;
  std::uint64_t elements;
  const DatasetSource& source;
  std::byte* destination;

  std::vector<ByteRange> everything() const { return {{0, elements * size_bytes(type)}}; }

  std::vector<ByteRange> operator()(const PatternContents& contents) const {
    if (is_zero(contents)) return {};
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

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

void write_random_to(int file, std::uint64_t offset, const RandomContents& contents, DType type,
                     std::uint64_t elements) {
  constexpr std::uint64_t kChunk = 64 * 1024;  // elements
  const unsigned size = size_bytes(type);
  std::vector<std::byte> chunk(kChunk * size);
  for (std::uint64_t first = 0; first < elements; first += kChunk) {
    const std::uint64_t count = std::min(kChunk, elements - first);
    write_random(contents, type, count, chunk.data(), first);
    if (pwrite(file, chunk.data(), count * size, static_cast<off_t>(offset + first * size)) !=
        static_cast<ssize_t>(count * size)) {
      fail("cannot write device memory");
    }
  }
}

}  // namespace

ArgumentImage::ArgumentImage(DType type, std::uint64_t elements, Contents contents,
                             DatasetSource source)
    : type_(type),
      elements_(elements),
      contents_(std::move(contents)),
      source_(std::move(source)) {}

std::uint64_t ArgumentImage::period_bytes() const {
  const auto* const pattern = std::get_if<PatternContents>(&contents_);
  if (pattern == nullptr || is_zero(*pattern)) return 0;
  std::uint64_t elements = 0;
  for (const PatternContents::Run& run : pattern->runs) elements += run.count;
  return elements * npusim::size_bytes(type_);
}

void ArgumentImage::write_to(int file, std::uint64_t offset, std::uint64_t bytes) const {
  const std::uint64_t elements = bytes / npusim::size_bytes(type_);
  if (const auto* const random = std::get_if<RandomContents>(&contents_)) {
    write_random_to(file, offset, *random, type_, elements);
    return;
  }
  if (bytes == 0) return;
  void* const mapping =
      mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, static_cast<off_t>(offset));
  if (mapping == MAP_FAILED) fail("cannot map device memory");
  std::visit(Writer{type_, elements, source_, static_cast<std::byte*>(mapping)}, contents_);
  munmap(mapping, bytes);
}

std::vector<ByteRange> ArgumentImage::fill(std::byte* destination) const {
  return std::visit(Writer{type_, elements_, source_, destination}, contents_);
}

}  // namespace npusim
