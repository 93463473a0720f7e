// SPDX-License-Identifier: Apache-2.0
// A list that only grows, in chunks: it is never copied, so a long one costs each page of memory
// once.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace npusim::analysis {

template <typename Value>
class ChunkedList {
 public:
  void push_back(const Value& value) {
    if (size_ % kChunk == 0) chunks_.push_back(std::make_unique_for_overwrite<Value[]>(kChunk));
    chunks_.back()[size_++ % kChunk] = value;
  }
  Value& operator[](std::size_t at) { return chunks_[at / kChunk][at % kChunk]; }
  const Value& operator[](std::size_t at) const { return chunks_[at / kChunk][at % kChunk]; }
  std::size_t size() const { return size_; }

 private:
  static constexpr std::size_t kChunk = 2048;

  std::vector<std::unique_ptr<Value[]>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace npusim::analysis
