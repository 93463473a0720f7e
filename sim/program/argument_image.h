// SPDX-License-Identifier: Apache-2.0
// The contents of one tensor, ready to be written into memory that the caller gives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/arch/byte_range.h"
#include "models/arch/dtype.h"
#include "sim/program/contents.h"
#include "sim/program/dataset_source.h"

namespace npusim {

class ArgumentImage {
 public:
  ArgumentImage(DType type, std::uint64_t elements, Contents contents, DatasetSource source);

  std::uint64_t size_bytes() const { return elements_ * npusim::size_bytes(type_); }

  /// Writes the contents. Requires: destination holds size_bytes() zeros. Pages that stay zero are
  /// not touched where that is known beforehand, so a tensor of zeros costs nothing.
  /// Returns the ranges that may be non-zero, sorted and disjoint.
  std::vector<ByteRange> fill(std::byte* destination) const;

  /// Bytes after which the contents repeat from the start; 0 if they do not, or are all zero.
  std::uint64_t period_bytes() const;

  /// Writes the first `bytes` of the contents into a file of zeros, from `offset`, a multiple of
  /// the page size, on. Where it can by system calls: a page costs a fraction of what it costs to
  /// fault it into a mapping. Throws std::system_error.
  void write_to(int file, std::uint64_t offset, std::uint64_t bytes) const;

 private:
  DType type_;
  std::uint64_t elements_;
  Contents contents_;
  DatasetSource source_;
};

}  // namespace npusim
