// SPDX-License-Identifier: Apache-2.0
// Files that are no traces, or no longer.
#include "traces/read/trace_reader.h"

#include <random>

#include <fmt/format.h>

#include "tests/support/catch.h"
#include "tests/traces/random_events.h"
#include "tests/traces/trace_fixture.h"
#include "traces/format/schema.h"
#include "traces/format/trace_error.h"
#include "traces/hdf5/attributes.h"
#include "traces/write/trace_writer.h"

using namespace npusim;
using namespace npusim::test;
using traces::TraceFormatError;
using traces::TraceReader;

namespace {

void record(const std::filesystem::path& path, std::size_t count) {
  const NumberedSites sites;
  traces::TraceWriter writer(path, sample_header(), sites);
  RandomEvents(3).send(writer, count);
  writer.on_end(1);
  writer.close();
}

void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("files that are no traces are refused with a reason", "[traces]") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(TraceReader(folder / "none.h5"), Catch::Contains("no such file"));
  write_file(folder / "text.h5", "hello");
  CHECK_THROWS_WITH(TraceReader(folder / "text.h5"), Catch::Contains("another kind of file"));
  {
    const traces::hdf5::File other(
        H5Fcreate((folder / "other.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT));
  }
  CHECK_THROWS_WITH(TraceReader(folder / "other.h5"), Catch::Contains("HDF5 file of another kind"));
}

TEST_CASE("a trace of a later version is refused, naming both versions", "[traces]") {
  const TemporaryFolder folder;
  record(folder / "t.h5", 100);
  {
    const traces::hdf5::File file(H5Fopen((folder / "t.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT));
    traces::hdf5::write_attribute(file.get(), "version", traces::kFormatVersion + 1);
  }
  CHECK_THROWS_WITH(TraceReader(folder / "t.h5"),
                    Catch::Contains("expected version 6") && Catch::Contains("found 7"));
}

TEST_CASE("a trace without a column of the schema is refused, naming the column", "[traces]") {
  const TemporaryFolder folder;
  record(folder / "t.h5", 100);
  {
    const traces::hdf5::File file(H5Fopen((folder / "t.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT));
    REQUIRE(H5Ldelete(file.get(), "syncs/peer", H5P_DEFAULT) >= 0);
  }
  CHECK_THROWS_WITH(TraceReader(folder / "t.h5"), Catch::Contains("syncs/peer is missing"));
}

TEST_CASE("a truncated trace is refused at every length", "[traces]") {
  const TemporaryFolder folder;
  record(folder / "t.h5", 3000);
  const std::string whole = file_bytes(folder / "t.h5");
  std::size_t step = 1;
  for (std::size_t length = 0; length < whole.size(); length += step) {
    INFO("length " << length << " of " << whole.size());
    write_file(folder / "cut.h5", whole.substr(0, length));
    CHECK_THROWS_AS(TraceReader(folder / "cut.h5"), TraceFormatError);
    step = length < 100 ? 1 : 499;
  }
}

TEST_CASE("a trace with damaged bytes is read or refused, never crashes", "[traces]") {
  const TemporaryFolder folder;
  record(folder / "t.h5", 3000);
  const std::string whole = file_bytes(folder / "t.h5");
  std::mt19937 random(8);
  unsigned refused = 0;
  for (int attempt = 0; attempt < 80; ++attempt) {
    std::string damaged = whole;
    const std::size_t at = random() % damaged.size();
    damaged[at] = static_cast<char>(damaged[at] ^ (1 + random() % 255));
    INFO("attempt " << attempt << ", byte " << at);
    write_file(folder / "bad.h5", damaged);
    try {
      EventSink sink;
      TraceReader(folder / "bad.h5").replay_events(sink);
    } catch (const TraceFormatError&) {
      ++refused;
    }
  }
  CHECK(refused > 13);
}

TEST_CASE("pandas' one line reads every table", "[traces]") {
  const std::string python = python_with_h5py();
  if (python.empty()) {
    WARN("skipped: no python3 with h5py");
    return;
  }
  const TemporaryFolder folder;
  record(folder / "t.h5", 40000);
  const std::string script =
      "import h5py, sys\n"
      "f = h5py.File(sys.argv[1], 'r')\n"
      "for g in f:\n"
      "  if g in ('names', 'knobs', 'findings', 'source_lines', 'times', 'works'): continue\n"
      "  d = {k: f[g][k][:] for k in f[g]}\n"
      "  assert len({len(v) for v in d.values()}) == 1, g\n"
      "  assert len(f[g]['cycle' if g == 'syncs' else list(d)[0]]) > 0, g\n"
      "assert f.attrs['program'] == b'compressor/ratio4' and f.attrs['seed'] == 42\n"
      "assert len(f['events/kind']) == f.attrs['events'] == 40000\n"
      "assert f['names/agent'].asstr()[0] == 'AIC 0 S' and f['knobs'].attrs['dcache'] == b'on'\n";
  CHECK(std::system((python + " -c \"" + script + "\" " + (folder / "t.h5").string()).c_str()) ==
        0);
}

TEST_CASE("docs/trace-schema.md is what the schema generates", "[traces]") {
  CHECK((file_bytes(NPUSIM_SOURCE_DIR "/docs/trace-schema.md") == traces::schema_markdown()));
}

TEST_CASE("a schedule longer than an attribute's usual limit is kept whole", "[traces]") {
  const TemporaryFolder folder;
  traces::TraceHeader header = sample_header();
  header.schedule = "s6:" + std::string(300'000, 'x');
  const NumberedSites sites;
  traces::TraceWriter(folder / "t.h5", header, sites).close();
  CHECK(TraceReader(folder / "t.h5").info().header.schedule == header.schedule);
}
