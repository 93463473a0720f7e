// SPDX-License-Identifier: Apache-2.0
#include "analysis/golden/output_map.h"

#include <numeric>
#include <random>
#include <set>

#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::analysis;

namespace {

struct Tensor {
  explicit Tensor(std::vector<std::uint64_t> extents) : shape(std::move(extents)) {
    std::size_t elements = 1;
    for (const std::uint64_t extent : shape) elements *= extent;
    actual.resize(elements);
    golden.resize(elements);
  }

  OutputMap map_of(const std::set<std::uint64_t>& wrong) const {
    const ComparedTensor tensor{"out", DType::FLOAT32, shape,
                                reinterpret_cast<const std::byte*>(actual.data()),
                                reinterpret_cast<const std::byte*>(golden.data())};
    OutputMapper mapper(tensor);
    for (const std::uint64_t element : wrong) mapper.add(element);
    return mapper.take();
  }

  std::vector<std::uint64_t> shape;
  std::vector<float> actual, golden;
};

std::uint64_t sum(const std::vector<std::uint64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

std::set<std::uint64_t> elements_of(const OutputMap& map) {
  std::set<std::uint64_t> elements;
  for (const OutputMap::Run& run : map.runs) {
    for (std::uint64_t column = run.begin; column < run.end; ++column) {
      REQUIRE(elements.insert(run.row * map.columns + column).second);
    }
  }
  return elements;
}

}  // namespace

TEST_CASE("an output is a matrix of its last dimension", "[analysis][output_map]") {
  const OutputMap map = Tensor({2, 3, 8}).map_of({});
  CHECK(map.rows == 6);
  CHECK(map.columns == 8);
  CHECK(map.grid_rows == 6);
  CHECK(map.grid_columns == 8);
  CHECK(sum(map.grid) == 0);
}

TEST_CASE("an output of one dimension is folded", "[analysis][output_map]") {
  CHECK(Tensor({40}).map_of({}).columns == 40);
  const OutputMap map = Tensor({200}).map_of({0, 64, 199});
  CHECK(map.columns == 64);
  CHECK(map.rows == 4);
  REQUIRE(map.runs.size() == 3);
  CHECK(map.runs[1].row == 1);
  CHECK(map.runs[1].begin == 0);
  CHECK(map.runs[2].row == 3);
  CHECK(map.runs[2].begin == 7);
}

TEST_CASE("wrong elements side by side are one run, which ends with the row",
          "[analysis][output_map]") {
  const OutputMap map = Tensor({3, 4}).map_of({1, 2, 3, 4, 5, 7});
  REQUIRE(map.runs.size() == 3);
  CHECK(map.runs[0].row == 0);
  CHECK(map.runs[0].begin == 1);
  CHECK(map.runs[0].end == 4);
  CHECK(map.runs[1].row == 1);
  CHECK(map.runs[1].begin == 0);
  CHECK(map.runs[1].end == 2);
  CHECK(map.runs[2].begin == 3);
  CHECK(map.elements_left_out == 0);
}

TEST_CASE("wrong elements of two rows are two runs, even one column apart",
          "[analysis][output_map]") {
  const OutputMap map = Tensor({3, 4}).map_of({1, 6});
  REQUIRE(map.runs.size() == 2);
  CHECK(map.runs[1].row == 1);
  CHECK(map.runs[1].begin == 2);
}

TEST_CASE("both values of a wrong element are told apart", "[analysis][output_map]") {
  Tensor tensor({2, 2});
  tensor.actual[3] = 0.1f;
  tensor.golden[3] = std::nextafter(0.1f, 1.0f);
  const OutputMap map = tensor.map_of({3});
  REQUIRE(map.values.size() == 1);
  CHECK(map.values[0].element == 3);
  CHECK(map.values[0].actual == "0.1");
  CHECK(map.values[0].golden == "0.10000001");
}

TEST_CASE("64-bit integers keep all their digits", "[analysis][output_map]") {
  const std::int64_t actual = 9'007'199'254'740'993, golden = -1;
  const ComparedTensor tensor{"out",
                              DType::INT64,
                              {1},
                              reinterpret_cast<const std::byte*>(&actual),
                              reinterpret_cast<const std::byte*>(&golden)};
  OutputMapper mapper(tensor);
  mapper.add(0);
  const OutputMap map = mapper.take();
  CHECK(map.values.at(0).actual == "9007199254740993");
  CHECK(map.values.at(0).golden == "-1");
}

TEST_CASE("runs and grid hold exactly the wrong elements of outputs of any shape",
          "[analysis][output_map]") {
  std::mt19937 random(1);
  for (const std::vector<std::uint64_t>& shape :
       {std::vector<std::uint64_t>{1}, {500}, {97, 1}, {1, 300}, {5, 7, 31}, {250, 101}}) {
    const Tensor tensor(shape);
    std::set<std::uint64_t> wrong;
    for (std::uint64_t i = 0; i < tensor.actual.size(); ++i) {
      if (random() % 5 == 0) wrong.insert(i);
    }
    const OutputMap map = tensor.map_of(wrong);
    INFO(map.rows << " x " << map.columns);
    REQUIRE(elements_of(map) == wrong);
    CHECK(map.grid_rows <= 96);
    CHECK(map.grid_columns <= 96);
    std::vector<std::uint64_t> cells(map.grid_rows * map.grid_columns);
    for (const std::uint64_t element : wrong) {
      const std::uint64_t row = element / map.columns, column = element % map.columns;
      ++cells.at(row / map.cell_rows * map.grid_columns + column / map.cell_columns);
    }
    CHECK(map.grid == cells);
  }
}

TEST_CASE("what does not fit is counted, and still in the grid", "[analysis][output_map]") {
  const Tensor tensor({1000, 100});
  std::set<std::uint64_t> wrong;
  for (std::uint64_t i = 0; i < tensor.actual.size(); i += 2) wrong.insert(i);
  const OutputMap map = tensor.map_of(wrong);
  CHECK(sum(map.grid) == wrong.size());
  CHECK(elements_of(map).size() + map.elements_left_out == wrong.size());
  CHECK(map.elements_left_out > 0);
  CHECK(map.values.size() < wrong.size());
  CHECK(map.values.back().element == 2 * (map.values.size() - 1));
}
