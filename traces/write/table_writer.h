// SPDX-License-Identifier: Apache-2.0
// Appends rows to one table and hands full chunks to the background thread.
#pragma once

#include <memory>

#include "traces/format/chunk.h"
#include "traces/write/write_queue.h"

namespace npusim::traces {

/// One row being filled; columns not set have their usual values.
struct RowCursor {
  Chunk& chunk;
  std::uint32_t row;

  template <class Value>
  RowCursor& set(unsigned column, Value value) {
    chunk.set(row, column, static_cast<std::uint64_t>(value));
    return *this;
  }
};

class TableWriter {
 public:
  TableWriter(Table table, WriteQueue& queue) : table_(table), queue_(&queue) {}

  RowCursor add_row();
  /// Rows added so far.
  std::uint64_t rows() const { return sent_rows_ + (chunk_ ? chunk_->rows() : 0); }

  /// Hands over the rows not handed over yet, and goes on filling their chunk.
  void checkpoint();

 private:
  Table table_;
  WriteQueue* queue_;
  std::unique_ptr<Chunk> chunk_;
  std::uint64_t sent_rows_ = 0;        ///< in full chunks
  std::uint32_t checkpoint_rows_ = 0;  ///< of chunk_, at the last checkpoint
};

}  // namespace npusim::traces
