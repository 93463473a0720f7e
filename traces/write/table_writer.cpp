// SPDX-License-Identifier: Apache-2.0
#include "traces/write/table_writer.h"

#include <utility>

namespace npusim::traces {

RowCursor TableWriter::add_row() {
  if (chunk_ && chunk_->full()) {
    sent_rows_ += chunk_->rows();
    queue_->write(std::move(chunk_));
  }
  if (!chunk_) {
    chunk_ = std::make_unique<Chunk>(table_, sent_rows_);
    checkpoint_rows_ = 0;
  }
  return {*chunk_, chunk_->add_row()};
}

void TableWriter::checkpoint() {
  if (!chunk_ || chunk_->rows() == checkpoint_rows_) return;
  checkpoint_rows_ = chunk_->rows();
  queue_->write(std::make_unique<Chunk>(*chunk_));
}

}  // namespace npusim::traces
