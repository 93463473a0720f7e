// SPDX-License-Identifier: Apache-2.0
// data.json: what it accepts, and that each error names file, key, expected and found.
#include "sim/program/data_file.h"

#include <cstring>

#include "models/arch/input_error.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

using namespace npusim;
using Catch::Contains;

namespace {

/// A source that knows one file format: the file's name says what is in it.
DatasetSource fake_source() {
  return {[](const std::filesystem::path&, const std::string&) {
            return std::pair{DType::UINT16, Shape{4}};
          },
          [](const std::filesystem::path&, const std::string&, std::byte* zeroed) {
            std::memset(zeroed, 7, 8);
            return std::vector<ByteRange>{{0, 8}};
          }};
}

RunData read(const std::string& text) {
  test::TemporaryFolder folder;
  folder.write("x.npy", "");
  folder.write("golden.cpp", "");
  return read_data_file(folder.write("data.json", text), fake_source());
}

RunData read_argument(const std::string& members) {
  return read(R"({"version": 1, "args": [{"name": "x", "shape": [4], )" + members + "}]}");
}

struct Wrong {
  std::string text, key, expected, found;
};

void check_error(const Wrong& wrong, RunData (*reader)(const std::string&)) {
  INFO(wrong.text);
  try {
    reader(wrong.text);
    FAIL("accepted");
  } catch (const InputError& error) {
    CHECK_THAT(error.file(), Contains("data.json"));
    CHECK(error.key() == wrong.key);
    CHECK_THAT(error.expected(), Contains(wrong.expected));
    CHECK_THAT(error.found(), Contains(wrong.found));
    CHECK_FALSE(error.remedy().empty());
    CHECK_THAT(error.what(), Contains(wrong.key) && Contains(wrong.expected));
  }
}

std::vector<std::uint8_t> contents(const ArgumentImage& image) {
  std::vector<std::byte> memory(image.size_bytes());
  image.fill(memory.data());
  std::vector<std::uint8_t> bytes(memory.size());
  std::memcpy(bytes.data(), memory.data(), memory.size());
  return bytes;
}

}  // namespace

TEST_CASE("data.json gives arguments in order with roles, goldens and comparisons",
          "[sim][data_file]") {
  const RunData data = read(R"({"version": 1, "args": [
    {"name": "x", "dtype": "bfloat16", "shape": [4], "role": "in", "init": {"file": "x.npy"}},
    {"name": "kv", "dtype": "uint16", "shape": [2, 2], "role": "out", "init": {"fill": 0},
     "compare": {"mode": "allclose", "rtol": 0.5, "atol": 1e-4, "max_error_ratio": 0.25}}],
    "golden_program": "golden.cpp"})");
  REQUIRE(data.arguments.size() == 2);
  CHECK(data.arguments[0].dtype == DType::BFLOAT16);
  CHECK(contents(data.arguments[0].initial) == std::vector<std::uint8_t>(8, 7));
  const Argument& kv = data.arguments[1];
  CHECK(kv.shape == Shape{2, 2});
  CHECK(kv.is_output());
  CHECK(kv.compare.mode == CompareSpec::Mode::AllClose);
  CHECK(kv.compare.rtol == 0.5);
  CHECK(kv.compare.max_error_ratio == 0.25);
  CHECK(data.golden_program->filename() == "golden.cpp");
}

TEST_CASE("data.json gives readings of the hardware over the defaults", "[sim][data_file]") {
  const RunData data = read(
      R"({"version": 1, "args": [], "knobs": {"gm.store_visible": "at_fence", "queue.depth": 4}})");
  CHECK(data.knobs.get("gm.store_visible") == "at_fence");
  CHECK(data.knobs.get("queue.depth") == "4");
  CHECK(data.knobs.get("dcache") == "on");
}

TEST_CASE("each init recipe writes its contents", "[sim][data_file]") {
  const auto bytes = [](const std::string& init) {
    const RunData data = read_argument(R"("dtype": "int8", "role": "in", "init": )" + init);
    return contents(data.arguments[0].initial);
  };
  using Bytes = std::vector<std::uint8_t>;
  CHECK(bytes(R"({"fill": -1})") == Bytes{255, 255, 255, 255});
  CHECK(bytes(R"({"pattern": [{"fill": 0, "count": 1}, {"fill": 2, "count": 2}]})") ==
        Bytes{0, 2, 2, 0});
  CHECK(bytes(R"({"iota": {"start": 5, "step": -3}})") == Bytes{5, 2, 255, 252});
  CHECK(bytes(R"({"values": [1, 2, 3, 4]})") == Bytes{1, 2, 3, 4});
  CHECK(bytes(R"({"values": [1, 2], "repeat": true})") == Bytes{1, 2, 1, 2});
}

TEST_CASE("a golden is stated by the same recipes as initial contents", "[sim][data_file]") {
  const RunData data = read_argument(
      R"("dtype": "int8", "role": "out", "golden": {"iota": {"start": 1, "step": 1}})");
  REQUIRE(data.arguments[0].golden);
  CHECK(contents(*data.arguments[0].golden) == std::vector<std::uint8_t>{1, 2, 3, 4});
}

TEST_CASE("a fill of zero touches no memory", "[sim][data_file]") {
  const RunData data = read_argument(R"("dtype": "float32", "role": "in", "init": {"fill": 0})");
  CHECK(data.arguments[0].initial.fill(nullptr).empty());
}

TEST_CASE("an error in an argument names its place", "[sim][data_file]") {
  const std::string head = R"("dtype": "int8", "role": "out", )";
  for (const Wrong& wrong : std::vector<Wrong>{
           {R"("dtype": "int8")", "args[0].role", "the key \"role\"", "none"},
           {R"("dtype": "float64", "role": "in")", "args[0].dtype", "float32", "float64"},
           {R"("dtype": "int8", "role": "output")", "args[0].role", "inout", "output"},
           {head + R"("dtpye": 1)", "args[0].dtpye", "one of the keys", "unknown key \"dtpye\""},
           {head + R"("init": {"fill": 300})", "args[0].init.fill", "a value of int8", "300"},
           {head + R"("init": {"fill": "0"})", "args[0].init.fill", "a number", "\"0\""},
           {head + R"("init": {})", "args[0].init", "fill, pattern", "{}"},
           {head + R"("init": {"fill": 1, "seed": 2})", "args[0].init.seed", "fill", "seed"},
           {head + R"("init": {"pattern": []})", "args[0].init.pattern", "one run", "[]"},
           {head + R"("init": {"pattern": [{"fill": 1, "count": 0}]})",
            "args[0].init.pattern[0].count", "1 or more", "0"},
           {head + R"("init": {"random": "normal", "lo": 0, "hi": 1, "seed": 1})",
            "args[0].init.random", "uniform", "normal"},
           {head + R"("init": {"random": "uniform", "lo": 3, "hi": 3, "seed": 1})",
            "args[0].init.hi", "above lo = 3", "3"},
           {head + R"("init": {"iota": {"start": 100, "step": 10}})", "args[0].init.iota",
            "up to the last element", "start"},
           {head + R"("init": {"values": [1, 2]})", "args[0].init.values", "4 values", "2 values"},
           {head + R"("init": {"values": [1, 2.5, 3, 4]})", "args[0].init.values[1]", "int8",
            "2.5"},
           {head + R"("init": {"file": "y.npy"})", "args[0].init.file", "an array file", "no file"},
           {head + R"("init": {"file": "x.npy"})", "args[0].init.file", "int8 [4]", "uint16 [4]"},
           {head + R"("golden": {"file": "x.npy", "key": 1})", "args[0].golden.key", "dataset",
            "key"},
           {head + R"("compare": {"mode": "close"})", "args[0].compare.mode", "allclose", "close"},
           {head + R"("golden": {"fill": 1}, "compare": {"mode": "none"})", "args[0].compare",
            "a comparison with the golden that is given", ""},
           {head + R"("compare": {"mode": "bits", "rtol": 1})", "args[0].compare.rtol", "mode",
            "rtol"},
           {head + R"("compare": {"mode": "allclose", "rtol": -1, "atol": 0})",
            "args[0].compare.rtol", "0 or more", "-1"},
           {R"("dtype": "int8", "role": "in", "golden": {"file": "x.npy"})", "args[0].golden",
            "no golden for an input", "x.npy"}}) {
    check_error(wrong, read_argument);
  }
}

TEST_CASE("an error in the file names its place", "[sim][data_file]") {
  for (
      const Wrong& wrong : std::vector<Wrong>{
          {"{", "", "JSON", "line 1"},
          {R"({"version": 1, "version": 1, "args": []})", "version", "each key once", "twice"},
          {R"({"version": 2, "args": []})", "version", "1", "2"},
          {R"({"version": 1})", "args", "the key \"args\"", "none"},
          {R"({"version": 1, "args": {}})", "args", "an array", "{}"},
          {R"({"version": 1, "args": [], "seed": 1})", "seed", "golden_program", "seed"},
          {R"({"version": 1, "args": [], "knobs": {"dcache": "maybe"}})", "knobs.dcache", "off|on",
           "maybe"},
          {R"({"version": 1, "args": [], "knobs": {"d-cache": "on"}})", "knobs.d-cache",
           "unknown knob", "on"},
          {R"({"version": 1, "args": [], "golden_program": "g.cpp"})", "golden_program",
           "C++ source", "no file"},
          {R"({"version": 1, "args": [{"name": "x", "shape": [0], "dtype": "int8", "role": "in"}]})",
           "args[0].shape[0]", "an extent of 1 to 4294967295", "0"},
          {R"({"version": 1, "args": [{"name": "x", "shape": [], "dtype": "int8", "role": "in"}]})",
           "args[0].shape", "1 to 5", "[]"},
          {R"({"version": 1, "args": [{"name": "x", "shape": [1], "dtype": "int8", "role": "in"},
                                        {"name": "x", "shape": [1], "dtype": "int8", "role": "in"}]})",
           "args[1].name", "no other argument", "x"}}) {
    check_error(wrong, read);
  }
}

TEST_CASE("a struct is laid out as C does it, or is its bytes", "[sim][data_file]") {
  const auto structure = [](const std::string& value) {
    const RunData data = read(R"({"version": 1, "args": [
      {"name": "x", "dtype": "int8", "shape": [4], "role": "in"},
      {"name": "s", "struct": )" +
                              value + "}]}");
    return *data.scalars.at(0).structure;
  };
  struct Inner {
    std::uint8_t tag;
    std::int16_t values[2];
  };
  struct Outer {
    std::uint8_t first;
    std::uint64_t address;
    Inner inner;
    float last;
  };
  const StructValue laid = structure(R"([{"dtype": "uint8", "value": 7}, {"tensor": "x"},
    {"struct": [{"dtype": "uint8", "value": 1}, {"dtype": "int16", "value": [-2, 3]}]},
    {"dtype": "float32", "value": 1.5}])");
  REQUIRE(laid.bytes.size() == sizeof(Outer));
  Outer outer;
  std::memcpy(&outer, laid.bytes.data(), sizeof(outer));
  CHECK(outer.first == 7);
  CHECK(outer.inner.tag == 1);
  CHECK(outer.inner.values[0] == -2);
  CHECK(outer.inner.values[1] == 3);
  CHECK(outer.last == 1.5f);
  REQUIRE(laid.addresses.size() == 1);
  CHECK(laid.addresses[0].offset == offsetof(Outer, address));
  CHECK(laid.addresses[0].tensor == "x");
  const StructValue bytes = structure(R"("00ff")");
  CHECK(bytes.bytes == std::vector<std::byte>{std::byte{0}, std::byte{255}});

  const auto args = [](const std::string& value) {
    return R"({"version": 1, "args": [{"name": "s", "struct": )" + value + "}]}";
  };
  check_error({args(R"("0f0")"), "args[0].struct", "pairs", "0f0"}, read);
  check_error({args("[]"), "args[0].struct", "1 to", "0 bytes"}, read);
  check_error({args(R"([{"tensor": "y"}])"), "args", "tensor", "y"}, read);
  check_error(
      {args(R"([{"dtype": "uint8", "value": 256}])"), "args[0].struct[0].value", "uint8", "256"},
      read);
}

TEST_CASE("a scalar stands among the arguments and keeps its place among the scalars",
          "[sim][data_file]") {
  const RunData data = read(R"({"version": 1, "args": [
    {"name": "n", "scalar": -2, "dtype": "int32"},
    {"name": "x", "dtype": "int8", "shape": [4], "role": "in"},
    {"name": "f", "scalar": 1.5, "dtype": "float32"}]})");
  REQUIRE(data.arguments.size() == 1);
  REQUIRE(data.scalars.size() == 2);
  CHECK(data.scalars[0].name == "n");
  CHECK(data.scalars[0].bits == 0xFFFFFFFE);
  CHECK(data.scalars[1].dtype == DType::FLOAT32);
  CHECK(data.scalars[1].bits == 0x3FC00000);
  const auto args = [](const std::string& list) {
    return R"({"version": 1, "args": [)" + list + "]}";
  };
  const std::string n = R"({"name": "n", "scalar": 1, "dtype": "int8"})";
  check_error(
      {args(R"({"name": "n", "scalar": 300, "dtype": "int8"})"), "args[0].scalar", "int8", "300"},
      read);
  check_error({args(n + ", " + n), "args[1].name", "no other", "n"}, read);
  check_error({args(R"({"name": "n", "scalar": 1, "dtype": "int8", "role": "in"})"), "args[0].role",
               "", "unknown"},
              read);
}
