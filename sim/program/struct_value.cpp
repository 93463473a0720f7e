// SPDX-License-Identifier: Apache-2.0
#include "sim/program/struct_value.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>

#include "models/arch/find_dtype.h"
#include "sim/program/contents.h"

namespace npusim {
namespace {

constexpr std::size_t kMostBytes = 4096;  // more than any launch can pass

struct Layout {
  StructValue value;
  std::size_t alignment = 1;

  void align(std::size_t to) {
    alignment = std::max(alignment, to);
    value.bytes.resize((value.bytes.size() + to - 1) / to * to);
  }
};

Layout laid_out(const JsonValue& fields);

void add_numbers(Layout& layout, const JsonValue& field) {
  const JsonValue type = field.at("dtype");
  const std::optional<DType> dtype = find_dtype(type.text());
  if (!dtype) type.fail("an element type, as of a tensor", "choose the member's type");
  const std::size_t size = size_bytes(*dtype);
  layout.align(size);
  const JsonValue value = field.at("value");
  const std::vector<JsonValue> numbers =
      value.is_array() ? value.elements() : std::vector<JsonValue>{value};
  for (const JsonValue& number : numbers) {
    const std::optional<std::uint64_t> bits = element_bits(number.number(), *dtype);
    if (!bits) number.fail("a value of " + std::string(name(*dtype)), "correct it, or the dtype");
    for (std::size_t i = 0; i < size; ++i) layout.value.bytes.push_back(std::byte(*bits >> 8 * i));
  }
}

void add_struct(Layout& layout, const JsonValue& fields) {
  const Layout inner = laid_out(fields);
  layout.align(inner.alignment);
  const std::size_t start = layout.value.bytes.size();
  layout.value.bytes.insert(layout.value.bytes.end(), inner.value.bytes.begin(),
                            inner.value.bytes.end());
  for (const StructValue::Address& address : inner.value.addresses) {
    layout.value.addresses.push_back({start + address.offset, address.tensor});
  }
}

void add_field(Layout& layout, const JsonValue& field) {
  if (field.has("dtype")) {
    field.only_keys({"dtype", "value"});
    return add_numbers(layout, field);
  }
  field.only_keys({"tensor", "struct", "padding"});
  if (const auto fields = field.find("struct")) return add_struct(layout, *fields);
  if (const auto padding = field.find("padding")) {
    if (padding->count() > kMostBytes) padding->fail("a number of bytes", "correct it");
    layout.value.bytes.resize(layout.value.bytes.size() + padding->count());
    return;
  }
  layout.align(sizeof(std::uint64_t));
  layout.value.addresses.push_back({layout.value.bytes.size(), field.at("tensor").text()});
  layout.value.bytes.resize(layout.value.bytes.size() + sizeof(std::uint64_t));
}

/// Ends where an array of such structs has its next element.
Layout laid_out(const JsonValue& fields) {
  Layout layout;
  for (const JsonValue& field : fields.elements()) add_field(layout, field);
  layout.align(layout.alignment);
  return layout;
}

StructValue bytes_of(const JsonValue& value) {
  StructValue result;
  const std::string digits = value.text();
  const bool whole =
      digits.size() % 2 == 0 && std::all_of(digits.begin(), digits.end(), [](char c) {
        return std::isxdigit(static_cast<unsigned char>(c)) != 0;
      });
  if (!whole) value.fail("bytes as pairs of hexadecimal digits", "write them without a prefix");
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    result.bytes.push_back(std::byte(std::stoul(digits.substr(i, 2), nullptr, 16)));
  }
  return result;
}

}  // namespace

StructValue read_struct(const JsonValue& value) {
  StructValue result = value.is_text() ? bytes_of(value) : laid_out(value).value;
  if (result.bytes.empty() || result.bytes.size() > kMostBytes) {
    value.fail("a struct of 1 to " + std::to_string(kMostBytes) + " bytes",
               std::to_string(result.bytes.size()) + " bytes", "list the struct's members");
  }
  return result;
}

}  // namespace npusim
