// SPDX-License-Identifier: Apache-2.0
// The compressor's golden program against recorded outputs: the bits of the reference arithmetic,
// and the torch outputs within the field's tolerances. The recorded data lies outside the
// repository; without it these cases pass with a warning.
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include <sys/mman.h>

#include "pto/npusim/golden.h"
#include "sim/program/program.h"
#include "tests/support/catch.h"
#include "traces/arrays/array_file.h"

using namespace npusim;

extern "C" void compute_golden(golden::Arguments& arguments);

namespace {

/// Zeros that cost nothing until they are touched: the cache alone has 512 MiB.
class Mapping {
 public:
  explicit Mapping(std::size_t bytes)
      : bytes_(bytes),
        data_(::mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {
    REQUIRE(data_ != MAP_FAILED);
  }
  ~Mapping() { ::munmap(data_, bytes_); }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  std::byte* data() const { return static_cast<std::byte*>(data_); }

 private:
  std::size_t bytes_;
  void* data_;
};

float value(const Argument& argument, const std::byte* data, std::size_t index) {
  if (argument.dtype == DType::BFLOAT16) {
    std::uint16_t bits = 0;
    std::memcpy(&bits, data + 2 * index, sizeof bits);
    return bfloat16_to_float(bits);
  }
  float result = 0;
  std::memcpy(&result, data + 4 * index, sizeof result);
  return result;
}

/// Elements that the argument's comparison rejects.
std::size_t mismatches(const Argument& argument, const std::byte* actual,
                       const std::byte* expected) {
  const std::size_t width = size_bytes(argument.dtype);
  constexpr std::size_t kStep = 4096;  // most pages are equal
  std::size_t count = 0;
  for (std::size_t page = 0; page < argument.size_bytes(); page += kStep) {
    if (std::memcmp(actual + page, expected + page, kStep) == 0) continue;
    for (std::size_t i = page / width; i < (page + kStep) / width; ++i) {
      const float a = value(argument, actual, i);
      const float b = value(argument, expected, i);
      const bool equal =
          argument.compare.mode == CompareSpec::Mode::Bits
              ? std::memcmp(actual + i * width, expected + i * width, width) == 0
              : std::abs(a - b) <= argument.compare.atol + argument.compare.rtol * std::abs(b);
      if (!equal) ++count;
    }
  }
  return count;
}

void check_golden(const char* data_file) {
  const std::filesystem::path directory =
      Installation::find().program_directory("compressor/ratio4");
  if (!std::filesystem::exists(directory / "../../../../shared/golden/ratio4_decode.h5")) {
    WARN("the recorded data is not here");
    return;
  }
  const Program program = load_program("compressor/ratio4", directory / data_file,
                                       {traces::describe_array, traces::read_array});
  std::vector<std::unique_ptr<Mapping>> memory;
  std::vector<golden::Argument> arguments;
  for (const Argument& argument : program.arguments) {
    memory.push_back(std::make_unique<Mapping>(argument.size_bytes()));
    argument.initial.fill(memory.back()->data());
    arguments.push_back({argument.name, argument.dtype, argument.shape, memory.back()->data()});
  }
  golden::Arguments passed(arguments);
  compute_golden(passed);

  for (std::size_t i = 0; i < program.arguments.size(); ++i) {
    const Argument& argument = program.arguments[i];
    if (!argument.is_output()) continue;
    INFO(argument.name);
    const Mapping expected(argument.size_bytes());
    argument.golden.value().fill(expected.data());
    CHECK(mismatches(argument, memory[i]->data(), expected.data()) == 0);
  }
}

}  // namespace

TEST_CASE("the compressor's golden has the recorded bits of the reference arithmetic",
          "[scenarios][golden]") {
  check_golden("data-reference.json");
}

TEST_CASE("the compressor's golden is within the field's tolerances of the torch outputs",
          "[scenarios][golden]") {
  check_golden("data-torch.json");
}
