// SPDX-License-Identifier: Apache-2.0
// A list in chunks: one that grows is never copied, so a long one costs each page of memory once.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace npusim::analysis {

template <typename Value>
class ChunkedList {
 public:
  void push_back(const Value& value) {
    if (size_ == chunks_.size() * kChunk) {
      chunks_.push_back(std::make_unique_for_overwrite<Value[]>(kChunk));
    }
    (*this)[size_++] = value;
  }
  Value& operator[](std::size_t at) { return chunks_[at / kChunk][at % kChunk]; }
  const Value& operator[](std::size_t at) const { return chunks_[at / kChunk][at % kChunk]; }
  std::size_t size() const { return size_; }
  /// Drops the values behind the first `size`; their memory is kept for others.
  void truncate(std::size_t size) { size_ = size; }
  /// Of memory.
  std::size_t bytes() const { return chunks_.size() * kChunk * sizeof(Value); }

 private:
  static constexpr std::size_t kChunk = 2048;

  std::vector<std::unique_ptr<Value[]>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace npusim::analysis
