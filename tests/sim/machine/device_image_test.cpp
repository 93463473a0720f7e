// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/device_image.h"

#include <cstring>

#include "models/arch/input_error.h"
#include "models/memory/address_window.h"
#include "tests/support/catch.h"

using namespace npusim;

namespace {

Argument filled(const char* name, std::uint64_t elements, float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  ArgumentImage image(DType::FLOAT32, elements, PatternContents{{{bits, 1}}}, {});
  return {name, DType::FLOAT32, {elements}, Role::InOut, std::move(image), std::nullopt, {}};
}

float element(const DeviceView& view, std::uint64_t address, std::uint64_t index) {
  float value = 0;
  std::memcpy(&value, view.bytes() + (address - kWindowBase) + index * sizeof value, sizeof value);
  return value;
}

/// A tensor of some elements, and one so large that its contents are kept once and repeated.
Program program() {
  Program program{"test", {}, Installation("."), {}, {}, {}, {}, {}, {}, {}};
  program.arguments.push_back(filled("small", 100, 1.5F));
  program.arguments.push_back(filled("large", 16 << 20, 2.5F));
  return program;
}

}  // namespace

TEST_CASE("arguments hold their contents, with space around each", "[sim][machine]") {
  const DeviceImage image(program());
  const DeviceView view = image.view_arguments();
  const std::uint64_t small = image.argument_address(0), large = image.argument_address(1);
  CHECK(small > kWindowBase);
  CHECK(large >= small + 100 * 4 + 4096);
  CHECK(element(view, small, 0) == 1.5F);
  CHECK(element(view, small, 99) == 1.5F);
  CHECK(element(view, small, 100) == 0);
  for (const std::uint64_t index : {0, 262143, 262144, (16 << 20) - 1}) {
    CHECK(element(view, large, index) == 2.5F);
  }
}

TEST_CASE("each view is its own", "[sim][machine]") {
  const DeviceImage image(program());
  const DeviceView one = image.view_arguments(), other = image.view_arguments();
  const std::uint64_t address = image.argument_address(1);
  std::memset(one.bytes() + (address - kWindowBase), 0, 4096);
  CHECK(element(one, address, 0) == 0);
  CHECK(element(one, address, 262144) == 2.5F);  // the same page of the file, not of the view
  CHECK(element(other, address, 0) == 2.5F);
}

TEST_CASE("the heap follows the arguments, and is zero", "[sim][machine]") {
  const DeviceImage image(program());
  const DeviceView view = image.view_all(1 << 20);
  CHECK(view.size() == image.heap_address() - kWindowBase + (1 << 20));
  CHECK(element(view, image.heap_address(), 1000) == 0);
}

TEST_CASE("more than the device has is refused", "[sim][machine]") {
  const DeviceImage image(program());
  CHECK_THROWS_AS(image.view_all(kGmWindowBytes), InputError);
}
