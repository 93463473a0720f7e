// SPDX-License-Identifier: Apache-2.0
// What is on disk while a file is open, looked at through a copy of it.
#include "traces/hdf5/crash_safe_driver.h"

#include <filesystem>
#include <vector>

#include "tests/support/catch.h"
#include "tests/traces/trace_fixture.h"
#include "traces/hdf5/handle.h"

using namespace npusim::traces::hdf5;
using npusim::test::TemporaryFolder;

namespace {

constexpr hsize_t kChunk = 1 << 20;

class GrowingFile {
 public:
  explicit GrowingFile(const std::filesystem::path& path) {
    const PropertyList access(H5Pcreate(H5P_FILE_ACCESS), "make a property list");
    H5Pset_libver_bounds(access.get(), H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
    use_crash_safe_driver(access.get());
    file_ = File(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.get()), "create");
    const PropertyList creation(H5Pcreate(H5P_DATASET_CREATE), "make a property list");
    H5Pset_chunk(creation.get(), 1, &kChunk);
    const hsize_t rows = 0, unlimited = H5S_UNLIMITED;
    const Dataspace space(H5Screate_simple(1, &rows, &unlimited), "make a space");
    rows_ = Dataset(H5Dcreate2(file_.get(), "rows", H5T_STD_U8LE, space.get(), H5P_DEFAULT,
                               creation.get(), H5P_DEFAULT),
                    "create");
    check(H5Fstart_swmr_write(file_.get()), "start");
  }

  /// Adds a chunk of `value` and flushes the dataset, but not the superblock.
  void add(unsigned char value) {
    const hsize_t offset = kChunk * count_++;
    const hsize_t rows = offset + kChunk;
    const std::vector<unsigned char> bytes(kChunk, value);
    check(H5Dset_extent(rows_.get(), &rows), "extend");
    check(H5Dwrite_chunk(rows_.get(), H5P_DEFAULT, 0, &offset, kChunk, bytes.data()), "write");
    check(H5Dflush(rows_.get()), "flush");
  }
  hid_t id() const { return file_.get(); }

 private:
  File file_;
  Dataset rows_;
  hsize_t count_ = 0;
};

/// The rows of a file as any HDF5 reader opens it.
std::vector<unsigned char> read_rows(const std::filesystem::path& path) {
  const File file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), "open");
  const Dataset rows(H5Dopen2(file.get(), "rows", H5P_DEFAULT), "open");
  const Dataspace space(H5Dget_space(rows.get()), "get the extent");
  std::vector<unsigned char> values(
      static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.get())));
  if (values.empty()) return values;
  check(H5Dread(rows.get(), H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
        "read");
  return values;
}

}  // namespace

TEST_CASE("a file being written opens at every moment, with all rows that were flushed",
          "[traces][hdf5]") {
  const TemporaryFolder folder;
  silence_errors();
  GrowingFile file(folder / "t.h5");
  for (unsigned char i = 0; i < 12; ++i) {
    std::filesystem::copy_file(folder / "t.h5", folder / "copy.h5",
                               std::filesystem::copy_options::overwrite_existing);
    const auto values = read_rows(folder / "copy.h5");
    REQUIRE(values.size() == kChunk * i);
    for (hsize_t row = 0; row < values.size(); row += 4099)
      REQUIRE(values[row] == row / kChunk + 1);
    file.add(static_cast<unsigned char>(i + 1));
  }
  CHECK(first_write_error(file.id()) == 0);
}

TEST_CASE("a closed file ends where its content ends", "[traces][hdf5]") {
  const TemporaryFolder folder;
  silence_errors();
  { GrowingFile(folder / "t.h5").add(1); }
  const auto size = std::filesystem::file_size(folder / "t.h5");
  CHECK(size > kChunk);
  CHECK(size < kChunk + 100'000);
  CHECK(read_rows(folder / "t.h5") == std::vector<unsigned char>(kChunk, 1));
}
