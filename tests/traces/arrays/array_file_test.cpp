// SPDX-License-Identifier: Apache-2.0
// Arrays in .npy files and HDF5 datasets: round trips, a full read as reference, errors.
#include "traces/arrays/array_file.h"

#include <cstdlib>
#include <cstring>
#include <functional>
#include <random>

#include <hdf5.h>

#include "models/arch/input_error.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"
#include "traces/arrays/dataset_reader.h"
#include "traces/arrays/npy_file.h"

using namespace npusim;
using Catch::Contains;

namespace {

std::vector<std::byte> random_bytes(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i) {
    // Islands in zeros, so that there are pages and chunks of both kinds.
    bytes[i] = (i / 20000) % 3 == 1 ? static_cast<std::byte>(random()) : std::byte{0};
  }
  return bytes;
}

bool covered(const std::vector<ByteRange>& ranges, const std::vector<std::byte>& bytes) {
  std::vector<bool> inside(bytes.size());
  for (const ByteRange& range : ranges) {
    for (std::uint64_t i = range.begin; i < range.end; ++i) inside[i] = true;
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] != std::byte{0} && !inside[i]) return false;
  }
  return true;
}

struct Layout {
  std::vector<hsize_t> shape, chunk;  // no chunk: contiguous
  int fill = 0;
  bool write_all = true;
};

/// Writes /in/x of int32 with the plain library.
void write_hdf5(const std::filesystem::path& file, const Layout& layout,
                const std::vector<std::byte>& bytes) {
  const auto rank = static_cast<int>(layout.shape.size());
  const hid_t id = H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t links = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(links, 1);
  const hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
  if (!layout.chunk.empty()) {
    H5Pset_chunk(properties, rank, layout.chunk.data());
    H5Pset_shuffle(properties);
    H5Pset_deflate(properties, 1);
  }
  H5Pset_fill_value(properties, H5T_NATIVE_INT32, &layout.fill);
  const hid_t space = H5Screate_simple(rank, layout.shape.data(), nullptr);
  const hid_t dataset =
      H5Dcreate2(id, "/in/x", H5T_STD_I32LE, space, links, properties, H5P_DEFAULT);
  if (!layout.write_all) {  // the first row of chunks only
    std::vector<hsize_t> start(layout.shape.size(), 0), count = layout.shape;
    count[0] = layout.chunk[0];
    H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr);
  }
  const hid_t memory = layout.write_all ? H5S_ALL : space;
  H5Dwrite(dataset, H5T_NATIVE_INT32, memory, space, H5P_DEFAULT, bytes.data());
  H5Dclose(dataset);
  H5Sclose(space);
  H5Pclose(properties);
  H5Pclose(links);
  H5Fclose(id);
}

std::vector<std::byte> full_read(const std::filesystem::path& file, std::size_t size) {
  std::vector<std::byte> bytes(size);
  const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t dataset = H5Dopen2(id, "/in/x", H5P_DEFAULT);
  H5Dread(dataset, H5T_NATIVE_INT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data());
  H5Dclose(dataset);
  H5Fclose(id);
  return bytes;
}

}  // namespace

TEST_CASE("an array written as .npy reads back", "[traces][array_file]") {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "x.npy";
  const auto bytes = random_bytes(2 * 300 * 101 * 3, 1);
  traces::write_npy(file, DType::BFLOAT16, {300, 101, 3}, bytes.data());
  const auto [type, shape] = traces::describe_array(file, "");
  CHECK(type == DType::UINT16);
  CHECK(shape == std::vector<std::uint64_t>{300, 101, 3});
  std::vector<std::byte> read(bytes.size());
  const auto ranges = traces::read_array(file, "", read.data());
  CHECK(read == bytes);
  CHECK(covered(ranges, bytes));
}

TEST_CASE("numpy reads what is written here, and the other way round", "[traces][array_file]") {
  const test::TemporaryFolder folder;
  if (std::system("/usr/bin/python3 -c 'import numpy' 2>/dev/null") != 0) {
    WARN("no numpy here");
    return;
  }
  std::vector<std::int32_t> values{1, -2, 3, 4, 5, 60000};
  traces::write_npy(folder.path() / "a.npy", DType::INT32, {2, 3},
                    reinterpret_cast<const std::byte*>(values.data()));
  const std::string script =
      "cd " + folder.path().string() +
      " && /usr/bin/python3 -c 'import numpy as n; a = n.load(\"a.npy\"); "
      "assert a.dtype == n.int32 and a.tolist() == [[1, -2, 3], [4, 5, 60000]]; "
      "n.save(\"b.npy\", a[0].astype(n.float16)); n.save(\"c.npy\", n.asfortranarray(a)); "
      "n.save(\"d.npy\", a.astype(float))'";
  REQUIRE(std::system(script.c_str()) == 0);
  CHECK(traces::describe_array(folder.path() / "b.npy", "") ==
        std::pair{DType::FLOAT16, std::vector<std::uint64_t>{3}});
  std::uint16_t halves[3] = {};
  traces::read_array(folder.path() / "b.npy", "", reinterpret_cast<std::byte*>(halves));
  CHECK((halves[0] == 0x3C00 && halves[1] == 0xC000 && halves[2] == 0x4200));
  CHECK_THROWS_WITH(traces::describe_array(folder.path() / "c.npy", ""),
                    Contains("fortran_order: expected False (C order), found True"));
  CHECK_THROWS_WITH(traces::describe_array(folder.path() / "d.npy", ""),
                    Contains("descr: expected <f4") && Contains("found <f8"));
}

TEST_CASE("a dataset reads the same as with the plain library", "[traces][array_file]") {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "x.h5";
  for (const Layout& layout : std::vector<Layout>{{{70, 9, 50}, {8, 9, 50}},
                                                  {{70, 9, 50}, {8, 4, 7}},
                                                  {{70, 9, 50}, {8, 4, 50}, 0, false},
                                                  {{70, 9, 50}, {8, 9, 50}, 5, false},
                                                  {{31500}, {1000}},
                                                  {{300, 105}, {}}}) {
    const auto bytes = random_bytes(4 * 31500, 2);
    write_hdf5(file, layout, bytes);
    const auto expected = full_read(file, bytes.size());
    std::vector<std::byte> read(bytes.size());
    const auto ranges = traces::read_array(file, "/in/x", read.data());
    CHECK(read == expected);
    CHECK(covered(ranges, expected));
    CHECK(traces::describe_array(file, "in/x").first == DType::INT32);
  }
  CHECK(traces::list_datasets(file) == std::vector<std::string>{"in/x"});
}

TEST_CASE("array files that are wrong are input errors", "[traces][array_file]") {
  const test::TemporaryFolder folder;
  CHECK_THROWS_WITH(traces::describe_array(folder.write("a.npy", "hello, world"), ""),
                    Contains("a.npy: expected a .npy file"));
  CHECK_THROWS_WITH(traces::describe_array(folder.write("b.npy", ""), ""), Contains("empty file"));
  CHECK_THROWS_WITH(traces::describe_array(folder.write("c.h5", "hello"), "/x"),
                    Contains("c.h5: expected a readable HDF5 file"));
  CHECK_THROWS_WITH(traces::describe_array(folder.write("d.txt", ""), ""),
                    Contains("expected a .npy, .h5 or .hdf5 file"));
  const float values[4] = {1, 2, 3, 4};
  const auto file = folder.path() / "e.npy";
  traces::write_npy(file, DType::FLOAT32, {4}, reinterpret_cast<const std::byte*>(values));
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1);
  CHECK_THROWS_WITH(traces::describe_array(file, ""),
                    Contains("expected 16 bytes of elements, found 15 bytes"));
  write_hdf5(folder.path() / "f.h5", {{2}, {}}, std::vector<std::byte>(8));
  CHECK_THROWS_WITH(
      traces::describe_array(folder.path() / "f.h5", "/in/y"),
      Contains("f.h5: /in/y: expected a dataset of that name in this file, found none"));
}

TEST_CASE("a dataset whose bytes are in another file is refused", "[traces][array_file]") {
  const test::TemporaryFolder folder;
  const auto other = folder / "other.h5";
  write_hdf5(other, {{4}, {}}, random_bytes(16, 1));
  const auto make = [&](const char* name, const std::function<void(hid_t)>& fill) {
    const std::filesystem::path file = folder / name;
    const hid_t id = H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    fill(id);
    H5Fclose(id);
    return file;
  };
  const auto storage = make("storage.h5", [&](hid_t id) {
    const hsize_t extent = 4;
    const hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_external(properties, other.c_str(), 0, 16);
    const hid_t space = H5Screate_simple(1, &extent, nullptr);
    H5Dclose(H5Dcreate2(id, "/x", H5T_STD_I32LE, space, H5P_DEFAULT, properties, H5P_DEFAULT));
    H5Sclose(space);
    H5Pclose(properties);
  });
  const auto linked = make("linked.h5", [&](hid_t id) {
    H5Lcreate_external(other.c_str(), "/in/x", id, "/x", H5P_DEFAULT, H5P_DEFAULT);
  });
  const auto group = make("group.h5", [&](hid_t id) {
    H5Lcreate_external(other.c_str(), "/in", id, "/in", H5P_DEFAULT, H5P_DEFAULT);
  });
  CHECK_NOTHROW(traces::describe_array(other, "/in/x"));
  CHECK_THROWS_AS(traces::describe_array(storage, "/x"), InputError);
  CHECK_THROWS_AS(traces::describe_array(linked, "/x"), InputError);
  CHECK_THROWS_AS(traces::describe_array(group, "/in/x"), InputError);
}
