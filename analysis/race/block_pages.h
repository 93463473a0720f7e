// SPDX-License-Identifier: Apache-2.0
// A value for each 32-byte block of a memory, by block number (address / 32): pages that come into
// being where somebody writes. Neighbours are found without a search.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>

namespace npusim::analysis {

template <typename Value>
class BlockPages {
 public:
  static constexpr unsigned kBlocksPerPage = 512;
  using Page = std::array<Value, kBlocksPerPage>;

  /// The block's value, to be changed.
  Value& at(std::uint64_t block) {
    const std::uint64_t number = block / kBlocksPerPage;
    if (number != last_number_ || last_page_ == nullptr) {
      std::unique_ptr<Page>& page = pages_[number];
      if (page == nullptr) page = std::make_unique<Page>();
      last_number_ = number;
      last_page_ = page.get();
    }
    return (*last_page_)[block % kBlocksPerPage];
  }

  /// The values of up to `count` blocks from `block` on, at least one, to be changed.
  std::span<Value> some_from(std::uint64_t block, std::uint64_t count) {
    Value& first = at(block);
    return {&first, std::min<std::size_t>(count, kBlocksPerPage - block % kBlocksPerPage)};
  }

  /// The block's value; null where its page does not exist.
  Value* find(std::uint64_t block) {
    const std::uint64_t number = block / kBlocksPerPage;
    if (number != last_number_) {
      const auto page = pages_.find(number);
      last_number_ = number;
      last_page_ = page == pages_.end() ? nullptr : page->second.get();
    }
    return last_page_ == nullptr ? nullptr : &(*last_page_)[block % kBlocksPerPage];
  }

  /// Calls visit(value) for every block of every page, in no particular order.
  template <typename Visit>
  void for_each(Visit&& visit) const {
    for (const auto& [number, page] : pages_) {
      for (const Value& value : *page) visit(value);
    }
  }
  template <typename Visit>
  void for_each(Visit&& visit) {
    for (auto& [number, page] : pages_) {
      for (Value& value : *page) visit(value);
    }
  }

  std::size_t bytes() const { return pages_.size() * (sizeof(Page) + 64); }

 private:
  std::unordered_map<std::uint64_t, std::unique_ptr<Page>> pages_;
  // The page looked for last; null if it does not exist.
  std::uint64_t last_number_ = ~std::uint64_t{0};
  Page* last_page_ = nullptr;
};

}  // namespace npusim::analysis
