// SPDX-License-Identifier: Apache-2.0
#include "traces/read/trace_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "traces/arrays/array_dataset.h"
#include "traces/format/header_digest.h"
#include "traces/format/trace_error.h"
#include "traces/hdf5/attributes.h"
#include "traces/hdf5/handle.h"
#include "traces/read/event_replay.h"
#include "traces/read/survival.h"
#include "traces/read/table_reader.h"
#include "traces/read/text_reader.h"

namespace npusim::traces {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view why) {
  throw TraceFormatError(fmt::format("{}: {}", path.string(), why));
}

/// Far more than HDF5 needs to open a sound file.
constexpr unsigned kMostSeconds = 20;

void require_hdf5(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) refuse(path, "there is no such file");
  if (H5Fis_hdf5(path.c_str()) <= 0) {
    refuse(path, "expected a trace (HDF5), found another kind of file");
  }
}

/// Throws unless the file says that it is a trace of a version known here.
void check_format(const std::filesystem::path& path, hid_t root) {
  if (H5Aexists(root, "format") <= 0 || H5Aexists(root, "version") <= 0 ||
      hdf5::read_text(root, "format") != kFormatName) {
    refuse(path,
           "expected a trace, found an HDF5 file of another kind (no attribute format = "
           "'npusim trace')");
  }
  const std::uint64_t version = hdf5::read_number(root, "version");
  if (version != kFormatVersion) {
    refuse(path, fmt::format("expected version {} of the trace format, found {}; use the npusim "
                             "that wrote it ({})",
                             kFormatVersion, version, hdf5::read_text(root, "npusim_version")));
  }
}

}  // namespace

struct TraceReader::OpenFile {
  hdf5::File handle;
};

TraceReader::TraceReader(const std::filesystem::path& path) : path_(path) {
  hdf5::silence_errors();
  require_hdf5(path);
  const auto try_it = [this] {
    open_file();
    touch_all();
  };
  if (!survives(try_it, kMostSeconds)) {
    refuse(path, "the file is damaged so that HDF5 crashes on it; record the run again");
  }
  open_file();
}

void TraceReader::open_file() {
  hdf5::File file(H5Fopen(path_.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
  if (!file) refuse(path_, "the file is truncated or damaged; record the run again");
  file_ = std::make_unique<OpenFile>(OpenFile{std::move(file)});
  try {
    check_format(path_, file_->handle.get());
    read_root();
    read_sites();
  } catch (const hdf5::Hdf5Error& error) {
    refuse(path_, fmt::format("{}; the file is damaged", error.what()));
  }
}

void TraceReader::touch_all() const {
  for (unsigned i = 0; i < schema().size(); ++i) {
    const TableReader table = open(static_cast<Table>(i));
    table.stored_bytes();
  }
}

TraceReader::~TraceReader() = default;

void TraceReader::read_root() {
  const hid_t root = file_->handle.get();
  TraceHeader& header = info_.header;
  header.npusim_version = hdf5::read_text(root, "npusim_version");
  header.program = hdf5::read_text(root, "program");
  header.data_file = hdf5::read_text(root, "data_file");
  header.seed = hdf5::read_number(root, "seed");
  header.schedule = hdf5::read_text(root, "schedule");
  header.replay = hdf5::read_text(root, "replay");
  header.checks = hdf5::read_text(root, "checks");
  header.suppressions = hdf5::read_text(root, "suppressions");
  header.arrays = list_arrays(root);
  header.local_accesses = hdf5::read_number(root, "local_accesses") != 0;
  if (H5Aexists(root, "slice") > 0) header.slice = hdf5::read_text(root, "slice");
  const hdf5::Group knobs(H5Gopen2(root, "knobs", H5P_DEFAULT), "open the group knobs");
  header.knobs = hdf5::read_texts(knobs.get());
  const hdf5::Group names(H5Gopen2(root, "names", H5P_DEFAULT), "open the group names");
  header.opcode_names = hdf5::read_text_list(names.get(), "opcode");
  header.tile_op_names = hdf5::read_text_list(names.get(), "tile_op");
  const std::vector<std::string> files = hdf5::read_text_list(names.get(), "input_file");
  const std::vector<std::string> digests = hdf5::read_text_list(names.get(), "input_digest");
  for (std::size_t i = 0; i < std::min(files.size(), digests.size()); ++i) {
    header.inputs[files[i]] = digests[i];
  }
  if (header_digest(header) != hdf5::read_number(root, "header_crc32")) {
    refuse(path_,
           "what the file's root says of its run does not have the checksum stored with it; "
           "the file is damaged");
  }
  TraceOutcome& outcome = info_.outcome;
  outcome.complete = hdf5::read_number(root, "complete") != 0;
  outcome.ended = hdf5::read_number(root, "ended") != 0;
  outcome.end_cycle = hdf5::read_number(root, "end_cycle");
  outcome.has_findings = hdf5::read_number(root, "has_findings") != 0;
  outcome.verdict = hdf5::read_text(root, "verdict");
  outcome.skipped_local_accesses = hdf5::read_number(root, "skipped_local_accesses");
  outcome.lost = hdf5::read_number(root, "lost");
  for (unsigned i = 0; i < schema().size(); ++i) {
    const TableReader table(root, static_cast<Table>(i), path_.string());
    info_.rows.emplace_back(schema()[i].name, table.rows());
  }
  // After a kill the attribute still says 0.
  outcome.events = info_.rows[static_cast<unsigned>(Table::events)].second;
  if (outcome.complete && outcome.events != hdf5::read_number(root, "events")) {
    refuse(path_, "the number of events differs from what the file's root says; it is damaged");
  }
  info_.file_bytes = std::filesystem::file_size(path_);
}

TextReader TraceReader::open_texts() const {
  return TextReader(file_->handle.get(), path_.string());
}

void TraceReader::read_sites() {
  const TextReader texts = open_texts();
  TableReader table(file_->handle.get(), Table::sites, path_.string());
  for (std::uint64_t row = 0; row < table.rows(); ++row) {
    sites_.push_back({texts.text(table, Table::sites, sites::file, row),
                      static_cast<std::uint32_t>(table.number(sites::line, row)),
                      texts.text(table, Table::sites, sites::function, row),
                      texts.text(table, Table::sites, sites::module, row)});
  }
}

SourceLocation TraceReader::locate(Site site) const {
  const auto number = reinterpret_cast<std::uintptr_t>(site);
  return number == 0 || number > sites_.size() ? SourceLocation{} : sites_[number - 1];
}

ReplaySummary TraceReader::replay_events(EventSink& sink) const {
  return replay(sink, nullptr, nullptr);
}

ReplaySummary TraceReader::replay_events(EventSink& sink, const Selection& selection,
                                         ReplayPosition& position) const {
  return replay(sink, &selection, &position);
}

ReplaySummary TraceReader::replay(EventSink& sink, const Selection* selection,
                                  ReplayPosition* position) const {
  try {
    EventReplay events(file_->handle.get(), path_.string(), info_);
    return events.run(sink, selection, position);
  } catch (const hdf5::Hdf5Error& error) {
    refuse(path_, fmt::format("{}; the file is damaged", error.what()));
  }
}

TableReader TraceReader::open(Table table) const {
  return TableReader(file_->handle.get(), table, path_.string());
}

std::uint64_t TraceReader::stored_bytes(Table table) const { return open(table).stored_bytes(); }

std::vector<std::string> TraceReader::texts(Table table, unsigned column) const {
  TableReader rows = open(table);
  const TextReader reader = open_texts();
  std::vector<std::string> texts;
  for (std::uint64_t row = 0; row < rows.rows(); ++row) {
    texts.push_back(reader.text(rows, table, column, row));
  }
  return texts;
}

}  // namespace npusim::traces
