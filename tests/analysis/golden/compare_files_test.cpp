// SPDX-License-Identifier: Apache-2.0
// Comparing files and directories of outputs.
#include "analysis/golden/compare_files.h"

#include "models/arch/input_error.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"
#include "traces/arrays/npy_file.h"

using namespace npusim;
using namespace npusim::analysis;
using Catch::Contains;

namespace {

std::string write(const test::TemporaryFolder& folder, const std::string& name,
                  const std::vector<float>& values) {
  folder.write(name, "");
  traces::write_npy(folder.path() / name, DType::FLOAT32, {values.size()},
                    reinterpret_cast<const std::byte*>(values.data()));
  return (folder.path() / name).string();
}

}  // namespace

TEST_CASE("two arrays are compared whatever their names", "[analysis][golden]") {
  const test::TemporaryFolder folder;
  const auto result =
      compare_files(write(folder, "a.npy", {1, 0, 3}), write(folder, "b.npy", {1, 2, 3}), {});
  REQUIRE(result.tensors.size() == 1);
  CHECK(result.tensors[0].mismatched == 1);
  CHECK(result.tensors[0].first_index == std::vector<std::uint64_t>{1});
  CHECK(result.tensors[0].max_abs == 2);
  CHECK_FALSE(result.equal());
}

TEST_CASE("directories are matched by name, and what one side lacks is told",
          "[analysis][golden]") {
  const test::TemporaryFolder folder;
  write(folder, "first/kv.npy", {1, 2});
  write(folder, "first/x.npy", {1});
  write(folder, "second/kv.npy", {1, 2});
  write(folder, "second/y.npy", {1});
  const auto result =
      compare_files((folder.path() / "first").string(), (folder.path() / "second").string(), {});
  REQUIRE(result.tensors.size() == 1);
  CHECK(result.tensors[0].equal);
  CHECK(result.only_first == std::vector<std::string>{"x"});
  CHECK(result.only_second == std::vector<std::string>{"y"});
  CHECK_FALSE(result.equal());
}

TEST_CASE("arrays of different shapes are an input error", "[analysis][golden]") {
  const test::TemporaryFolder folder;
  CHECK_THROWS_WITH(
      compare_files(write(folder, "a.npy", {1}), write(folder, "b.npy", {1, 2}), {}),
      Contains("b.npy: a: expected float32 [1] as in") && Contains("found float32 [2]"));
  CHECK_THROWS_WITH(compare_files("none.npy", "none.npy", {}), Contains("none.npy: expected"));
}
