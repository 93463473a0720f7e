// SPDX-License-Identifier: Apache-2.0
#include "traces/write/trace_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "traces/format/header_digest.h"
#include "traces/format/trace_error.h"
#include "traces/hdf5/attributes.h"
#include "traces/hdf5/column_type.h"
#include "traces/hdf5/crash_safe_driver.h"

namespace npusim::traces {
namespace {

using hdf5::check;

constexpr std::size_t kVerdictBytes = 32;

/// HDF5 says "open failed" whatever the reason. And as the trace takes the place of what is at
/// `path`, that must not be a device.
void require_writable(const std::filesystem::path& path, const std::filesystem::path& unfinished) {
  const auto refuse = [&path](const char* found) {
    throw TraceError(
        fmt::format("{}: expected a file that can be written, found {}; choose another file",
                    path.string(), found));
  };
  const std::filesystem::file_status present = std::filesystem::status(path);
  if (is_directory(present)) refuse("a directory");
  if (exists(present) && !is_regular_file(present)) refuse("what is not a regular file");
  if (!std::ofstream(unfinished)) refuse(std::strerror(errno));
}

hdf5::PropertyList creation_list(hid_t kind) {
  hdf5::PropertyList list(H5Pcreate(kind), "make a property list");
  check(H5Pset_obj_track_times(list.get(), false), "switch time stamps off");
  return list;
}

hdf5::Group create_group(hid_t parent, const std::string& name) {
  const hdf5::PropertyList list = creation_list(H5P_GROUP_CREATE);
  return hdf5::Group(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, list.get(), H5P_DEFAULT),
                     fmt::format("create the group {}", name));
}

hdf5::Dataset create_column(hid_t group, const ColumnSpec& column, hsize_t chunk_rows) {
  const std::string action = fmt::format("create the column {}", column.name);
  const hdf5::Datatype type = hdf5::column_type(column);
  const hdf5::PropertyList list = creation_list(H5P_DATASET_CREATE);
  check(H5Pset_chunk(list.get(), 1, &chunk_rows), action);
  if (column.width > 1) check(H5Pset_shuffle(list.get()), action);
  check(H5Pset_deflate(list.get(), ChunkEncoder::kDeflateLevel), action);
  // Room for attributes would be a sixth of what a short trace spends beside its columns.
  check(H5Pset_dset_no_attrs_hint(list.get(), true), action);
  const std::vector<unsigned char> usual = usual_bytes(column, 1);
  check(H5Pset_fill_value(list.get(), type.get(), usual.data()), action);
  const hsize_t rows = 0;
  const hsize_t unlimited = H5S_UNLIMITED;
  const hdf5::Dataspace space(H5Screate_simple(1, &rows, &unlimited), action);
  return hdf5::Dataset(H5Dcreate2(group, std::string(column.name).c_str(), type.get(), space.get(),
                                  H5P_DEFAULT, list.get(), H5P_DEFAULT),
                       action);
}

}  // namespace

TraceFile::TraceFile(const std::filesystem::path& path, const TraceHeader& header) : path_(path) {
  hdf5::silence_errors();
  std::filesystem::path unfinished = path_;
  unfinished += ".new";
  require_writable(path_, unfinished);
  try {
    create(header, unfinished);
  } catch (const hdf5::Hdf5Error& error) {
    throw creation_error(unfinished, error.what());
  } catch (const std::filesystem::filesystem_error& error) {
    throw creation_error(unfinished, error.code().message());
  }
}

TraceError TraceFile::creation_error(const std::filesystem::path& unfinished,
                                     const std::string& reason) {
  // HDF5 gives odd reasons for what a full disk did to it.
  const int disk_error = file_ ? hdf5::first_write_error(file_.get()) : 0;
  datasets_.clear();
  array_datasets_.clear();
  file_.close();
  std::error_code ignored;
  std::filesystem::remove(unfinished, ignored);
  return TraceError(
      fmt::format("{}: cannot create the trace: {}; nothing was recorded: {}", path_.string(),
                  disk_error == 0 ? reason : std::strerror(disk_error),
                  disk_error == ENOSPC ? "make room on that disk, or choose a file on another one"
                                       : "choose another file"));
}

TraceFile::~TraceFile() = default;

/// Under another name until it is a trace, so that at `path_` there is one, or the one before.
void TraceFile::create(const TraceHeader& header, const std::filesystem::path& unfinished) {
  const hdf5::PropertyList access(H5Pcreate(H5P_FILE_ACCESS), "make a property list");
  check(H5Pset_libver_bounds(access.get(), H5F_LIBVER_LATEST, H5F_LIBVER_LATEST),
        "choose the file format");
  hdf5::use_crash_safe_driver(access.get());
  const hdf5::PropertyList creation = creation_list(H5P_FILE_CREATE);
  file_ = hdf5::File(H5Fcreate(unfinished.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()),
                     "create the trace");
  const hid_t root = file_.get();
  hdf5::write_attribute(root, "format", std::string(kFormatName));
  hdf5::write_attribute(root, "version", kFormatVersion);
  hdf5::write_attribute(root, "npusim_version", header.npusim_version);
  hdf5::write_attribute(root, "program", header.program);
  hdf5::write_attribute(root, "data_file", header.data_file);
  hdf5::write_attribute(root, "seed", header.seed);
  hdf5::write_attribute(root, "schedule", header.schedule);
  hdf5::write_attribute(root, "replay", header.replay);
  hdf5::write_attribute(root, "checks", header.checks);
  hdf5::write_attribute(root, "suppressions", header.suppressions);
  hdf5::write_attribute(root, "local_accesses", header.local_accesses ? 1 : 0);
  hdf5::write_attribute(root, "slice", header.slice);
  hdf5::write_attribute(root, "header_crc32", std::uint64_t{header_digest(header)});
  write_outcome(TraceOutcome{});
  const hdf5::Group knobs = create_group(root, "knobs");
  for (const auto& [name, value] : header.knobs) {
    hdf5::write_attribute(knobs.get(), name.c_str(), value);
  }
  create_names(header);
  for (const TableSpec& table : schema()) create_table(table);
  create_arrays(header.arrays);
  // Flushed before: single-writer mode reads everything back, and waits long for what a full disk
  // does not have.
  check(H5Fflush(root, H5F_SCOPE_LOCAL), "create the trace");
  if (hdf5::first_write_error(root) != 0) throw hdf5::Hdf5Error("a write failed");
  check(H5Fstart_swmr_write(root), "start writing the trace");
  if (hdf5::first_write_error(root) != 0) throw hdf5::Hdf5Error("a write failed");
  std::filesystem::rename(unfinished, path_);
}

void TraceFile::create_table(const TableSpec& table) {
  const hdf5::Group group = create_group(file_.get(), std::string(table.name));
  std::vector<hdf5::Dataset>& columns = datasets_.emplace_back();
  for (const ColumnSpec& column : table.columns) {
    columns.push_back(create_column(group.get(), column, table.chunk_rows));
  }
}

void TraceFile::create_arrays(const std::vector<DataArray>& arrays) {
  arrays_ = arrays;
  if (arrays.empty()) return;
  const hdf5::Group outputs = create_group(file_.get(), "outputs");
  const hdf5::Group goldens = create_group(file_.get(), "goldens");
  for (const DataArray& array : arrays) {
    const hid_t group = array.group == "outputs" ? outputs.get() : goldens.get();
    array_datasets_.push_back(create_array(group, array));
  }
}

void TraceFile::create_names(const TraceHeader& header) {
  const hdf5::Group group = create_group(file_.get(), "names");
  for (const NameTable& table : name_tables()) {
    hdf5::write_text_list(group.get(), std::string(table.name), table.names);
  }
  hdf5::write_text_list(group.get(), "opcode", header.opcode_names);
  hdf5::write_text_list(group.get(), "tile_op", header.tile_op_names);
  std::vector<std::string> files, digests;
  for (const auto& [file, digest] : header.inputs) {
    files.push_back(file);
    digests.push_back(digest);
  }
  hdf5::write_text_list(group.get(), "input_file", files);
  hdf5::write_text_list(group.get(), "input_digest", digests);
}

void TraceFile::write_outcome(const TraceOutcome& outcome) {
  const hid_t root = file_.get();
  hdf5::write_attribute(root, "ended", outcome.ended ? 1 : 0);
  hdf5::write_attribute(root, "end_cycle", outcome.end_cycle);
  hdf5::write_fixed_text(root, "verdict", outcome.verdict, kVerdictBytes);
  hdf5::write_attribute(root, "has_findings", outcome.has_findings ? 1 : 0);
  hdf5::write_attribute(root, "events", outcome.events);
  hdf5::write_attribute(root, "skipped_local_accesses", outcome.skipped_local_accesses);
  hdf5::write_attribute(root, "lost", outcome.lost);
  hdf5::write_attribute(root, "complete", outcome.complete ? 1 : 0);
}

void TraceFile::write(const Chunk& chunk) {
  const std::span<const ColumnSpec> columns = spec(chunk.table()).columns;
  const hsize_t rows = chunk.first_row() + chunk.rows();
  const hsize_t offset = chunk.first_row();
  for (unsigned i = 0; i < columns.size(); ++i) {
    const hid_t dataset = datasets_[static_cast<unsigned>(chunk.table())][i].get();
    check(H5Dset_extent(dataset, &rows), "extend a column of the trace");
    if (chunk.is_usual(i)) continue;
    const auto bytes = encoder_.encode(chunk.bytes(i), columns[i].width);
    check(H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, &offset, bytes.size(), bytes.data()),
          "write a column of the trace");
  }
  check_disk();
}

void TraceFile::write_array(std::size_t number, const std::byte* data,
                            const std::vector<ByteRange>& nonzero) {
  traces::write_array(array_datasets_[number].get(), arrays_[number], data, nonzero, encoder_);
  check_disk();
}

std::vector<std::uint64_t> TraceFile::numbers(Table table, unsigned column) const {
  const hid_t dataset = datasets_[static_cast<unsigned>(table)][column].get();
  const hdf5::Dataspace space(H5Dget_space(dataset), "get a column's extent");
  std::vector<std::uint64_t> values(
      static_cast<std::size_t>(check(H5Sget_simple_extent_npoints(space.get()), "get an extent")));
  if (values.empty()) return values;
  check(H5Dread(dataset, H5T_NATIVE_UINT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
        "read a column of the trace");
  return values;
}

void TraceFile::flush(std::uint64_t events) {
  check(H5Fflush(file_.get(), H5F_SCOPE_LOCAL), "flush the trace");
  check_disk();
  flushed_events_ = events;
}

void TraceFile::finish(const TraceOutcome& outcome) {
  // Rows first: the file must not be called complete before they are in it.
  flush(outcome.events);
  write_outcome(outcome);
  flush(outcome.events);
  datasets_.clear();
  array_datasets_.clear();
  if (!file_.close()) {
    throw TraceError(fmt::format("{}: the trace cannot be closed", path_.string()));
  }
}

void TraceFile::check_disk() const {
  const int error = hdf5::first_write_error(file_.get());
  if (error == 0) return;
  throw TraceError(fmt::format(
      "{}: cannot write the trace: {}; it can be read, and holds the run's first {} events; {}",
      path_.string(), std::strerror(error), flushed_events_,
      error == ENOSPC || error == EFBIG || error == EDQUOT
          ? "for the whole run, make room on that disk or choose a file on another one"
          : "for the whole run, choose another file"));
}

}  // namespace npusim::traces
