// SPDX-License-Identifier: Apache-2.0
// The program directories under kernels/: each loads, and the compressor's forms are comparable.
#include <fstream>
#include <iterator>
#include <string>

#include "sim/program/program.h"
#include "tests/support/catch.h"

using namespace npusim;

namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

const char* const kCompressorForms[] = {"compressor/ratio4", "compressor/ratio4-before",
                                        "compressor/ratio4-parallel", "compressor/ratio4-range",
                                        "compressor/ratio4-spmd"};

/// The line of the readings that a form is about, taken out.
std::string without_knobs(const std::string& data) {
  const std::size_t begin = data.find("  \"knobs\": ");
  if (begin == std::string::npos) return data;
  return data.substr(0, begin) + data.substr(data.find('\n', begin) + 1);
}

}  // namespace

TEST_CASE("every example and every form of the compressor loads", "[scenarios][programs]") {
  const auto name =
      GENERATE("examples/matmul_double_buffered", "examples/row_softmax", "examples/vector_add",
               "compressor/ratio4", "compressor/ratio4-before", "compressor/ratio4-parallel",
               "compressor/ratio4-range", "compressor/ratio4-spmd");
  const Program program = load_program(name, {}, {});
  CHECK_FALSE(program.config.kernels.empty());
  CHECK(program.golden_program.has_value());
}

TEST_CASE("the five forms of the compressor run on the same data", "[scenarios][programs]") {
  const Installation installation = Installation::find();
  const std::string data =
      text_of(installation.program_directory(kCompressorForms[0]) / "data.json");
  REQUIRE_FALSE(data.empty());
  for (const char* form : kCompressorForms) {
    INFO(form);
    CHECK(without_knobs(text_of(installation.program_directory(form) / "data.json")) == data);
  }
}

TEST_CASE("the five forms of the compressor share all kernels but rmsnorm_rope",
          "[scenarios][programs]") {
  const Program reference = load_program(kCompressorForms[0], {}, {});
  for (const char* form : kCompressorForms) {
    INFO(form);
    const Program program = load_program(form, {}, {});
    for (const KernelSource& kernel : reference.config.kernels) {
      if (kernel.name == "rmsnorm_rope") continue;
      const KernelSource& same =
          program.config.kernels.at(static_cast<std::size_t>(kernel.func_id));
      CHECK(std::filesystem::equivalent(same.source, kernel.source));
    }
  }
}

TEST_CASE("the compressor also runs on scores of unit scale", "[scenarios][programs]") {
  const std::filesystem::path directory =
      Installation::find().program_directory("compressor/ratio4");
  CHECK(load_program("compressor/ratio4", directory / "data-unit.json", {}).arguments.size() == 15);
}
