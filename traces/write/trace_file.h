// SPDX-License-Identifier: Apache-2.0
// The HDF5 file of a trace while it is written. One thread at a time may use it.
//
// Created complete (groups, columns, attributes), then switched to single-writer mode, after which
// it only grows; see hdf5/crash_safe_driver.h for what that is good for.
#pragma once

#include <filesystem>
#include <vector>

#include "traces/arrays/array_dataset.h"
#include "traces/format/chunk.h"
#include "traces/format/trace_error.h"
#include "traces/format/trace_header.h"
#include "traces/hdf5/handle.h"
#include "traces/write/chunk_encoder.h"

namespace npusim::traces {

class TraceFile {
 public:
  /// Creates or replaces the file. Throws TraceError if it cannot.
  TraceFile(const std::filesystem::path& path, const TraceHeader& header);
  ~TraceFile();

  /// Stores the chunk's rows; a chunk stored before may be stored again with more rows.
  void write(const Chunk& chunk);
  /// Makes everything written so far, `events` rows of /events, part of what a reader finds after a
  /// kill.
  void flush(std::uint64_t events);
  /// Stores header.arrays[number], as write_array() does.
  void write_array(std::size_t number, const std::byte* data,
                   const std::vector<ByteRange>& nonzero);
  /// A column of numbers, as far as it is stored.
  std::vector<std::uint64_t> numbers(Table table, unsigned column) const;
  /// Writes the outcome and closes. Throws TraceError if the file is not whole.
  void finish(const TraceOutcome& outcome);

 private:
  void create(const TraceHeader& header, const std::filesystem::path& unfinished);
  void create_table(const TableSpec& table);
  void create_arrays(const std::vector<DataArray>& arrays);
  void create_names(const TraceHeader& header);
  void write_outcome(const TraceOutcome& outcome);
  /// Takes back what create() has begun; why it failed.
  TraceError creation_error(const std::filesystem::path& unfinished, const std::string& reason);
  /// Throws TraceError if a write failed.
  void check_disk() const;

  std::filesystem::path path_;
  hdf5::File file_;
  std::uint64_t flushed_events_ = 0;
  std::vector<std::vector<hdf5::Dataset>> datasets_;  ///< by table and column
  std::vector<DataArray> arrays_;
  std::vector<hdf5::Dataset> array_datasets_;  ///< by array
  ChunkEncoder encoder_;
};

}  // namespace npusim::traces
