// SPDX-License-Identifier: Apache-2.0
// A struct that a launch passes by value, as data.json spells it: its bytes, or its fields in
// order, laid out as C does.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/program/json_value.h"

namespace npusim {

struct StructValue {
  /// A field that holds the device address of a tensor, known when the run's memory is laid out.
  struct Address {
    std::size_t offset = 0;
    std::string tensor;
  };

  std::vector<std::byte> bytes;
  std::vector<Address> addresses;
};

/// "00ff...", or a list of {"dtype", "value"} with one number or several, {"tensor"}, {"struct"}
/// and
/// {"padding"}.
StructValue read_struct(const JsonValue& value);

}  // namespace npusim
