// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstring>
#include <filesystem>

#include "tests/cli/fake_engine.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"
#include "traces/arrays/npy_file.h"

using Catch::Matchers::Contains;
using npusim::cli::test::Call;
using npusim::cli::test::call;

namespace {

/// A folder with two arrays of four floats that differ in one element by 0.5.
class GoldenFolder {
 public:
  GoldenFolder() {
    write("a.npy", {1, 2, 3, 4});
    write("b.npy", {1, 2, 3.5F, 4});
  }
  std::string file(const std::string& name) const { return (folder_ / name).string(); }

 private:
  void write(const std::string& name, std::array<float, 4> values) {
    std::array<std::byte, sizeof(values)> bytes;
    std::memcpy(bytes.data(), values.data(), sizeof(values));
    npusim::traces::write_npy(folder_ / name, npusim::DType::FLOAT32, {2, 2}, bytes.data());
  }
  npusim::test::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("golden compare exits with 1 and shows where the first difference is", "[cli]") {
  const GoldenFolder folder;
  const Call result = call({"golden", "compare", folder.file("a.npy"), folder.file("b.npy")});
  CHECK(result.exit_status == 1);
  CHECK_THAT(result.out, Contains("[1, 0]") && Contains("0.5") && Contains("DIFFERENT"));
}

TEST_CASE("golden compare exits with 0 for the same file and within the tolerance", "[cli]") {
  const GoldenFolder folder;
  const std::string a = folder.file("a.npy"), b = folder.file("b.npy");
  CHECK(call({"golden", "compare", a, a}).exit_status == 0);
  CHECK(call({"golden", "compare", a, b, "--allclose", "--atol", "0.5"}).exit_status == 0);
  CHECK(call({"golden", "compare", a, b, "--allclose", "--atol", "0.25"}).exit_status == 1);
}

TEST_CASE("a tolerance without --allclose is wrong usage", "[cli]") {
  const GoldenFolder folder;
  const std::string a = folder.file("a.npy");
  const Call result = call({"golden", "compare", a, a, "--atol", "0.5"});
  CHECK(result.exit_status == 2);
  CHECK_THAT(result.err, Contains("--allclose"));
}

TEST_CASE("a file that does not exist is bad input", "[cli]") {
  const Call result = call({"golden", "compare", "no/such.npy", "no/such.npy"});
  CHECK(result.exit_status == 3);
  CHECK_THAT(result.err, Contains("no/such.npy"));
}
