// SPDX-License-Identifier: Apache-2.0
// Reading data.json: arguments, roles, comparisons. The recipes are read in init_recipe.cpp.
#include "sim/program/data_file.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <stdexcept>
#include <string>

#include "models/arch/find_dtype.h"
#include "models/arch/input_error.h"
#include "sim/program/init_recipe.h"

namespace npusim {

namespace {

constexpr std::uint64_t kLargestTensorBytes = std::uint64_t{1} << 40;
/// Extents and strides are 32 bits wide in the runtime's tensors (task-runtime.md section 6.2).
constexpr std::uint64_t kLargestExtent = 0xFFFFFFFF;

std::string read_name(const JsonValue& value) {
  const std::string name = value.text();
  bool valid = !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0;
  for (char c : name)
    valid = valid && (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_');
  if (!valid) value.fail("a name of letters, digits and _", "rename the argument");
  return name;
}

DType read_dtype(const JsonValue& value) {
  if (const std::optional<DType> type = find_dtype(value.text())) return *type;
  std::string known;
  for (unsigned i = 0; i < kDTypeCount; ++i) {
    known.append(known.empty() ? "" : ", ").append(name(static_cast<DType>(i)));
  }
  value.fail("one of " + known, "choose the kernel's element type");
}

Shape read_shape(const JsonValue& value, DType type) {
  Shape shape;
  std::uint64_t bytes = size_bytes(type);
  for (const JsonValue& extent : value.elements()) {
    shape.push_back(extent.count());
    if (shape.back() == 0 || shape.back() > kLargestExtent) {
      extent.fail("an extent of 1 to 4294967295, as a tensor of the runtime holds it",
                  "give the tensor's extent, or split it into two dimensions");
    }
    if (shape.back() > kLargestTensorBytes / bytes) {
      value.fail("a tensor of at most 2^40 bytes", "correct the extents");
    }
    bytes *= shape.back();
  }
  if (shape.empty() || shape.size() > 5) {
    value.fail("1 to 5 extents", "write a scalar as [1]; the runtime's tensors have 5 dimensions");
  }
  std::uint64_t row = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) row *= shape[i];
  if (row > kLargestExtent) {
    value.fail("strides of at most 4294967295 elements, as a tensor of the runtime holds them",
               "put the large extent first");
  }
  return shape;
}

Role read_role(const JsonValue& value) {
  const std::string text = value.text();
  if (text == "in") return Role::In;
  if (text == "out") return Role::Out;
  if (text == "inout") return Role::InOut;
  value.fail("in, out or inout", "choose what the program does with the argument");
}

double read_bound(const JsonValue& value) {
  const double bound = value.real();
  if (!(bound >= 0)) value.fail("a number, 0 or more", "correct the bound");
  return bound;
}

CompareSpec read_compare(const JsonValue& value) {
  CompareSpec spec;
  const JsonValue mode = value.at("mode");
  const std::string text = mode.text();
  if (text == "bits") {
    value.only_keys({"mode"});
  } else if (text == "allclose") {
    value.only_keys({"mode", "rtol", "atol", "max_error_ratio"});
    spec.mode = CompareSpec::Mode::AllClose;
    spec.rtol = read_bound(value.at("rtol"));
    spec.atol = read_bound(value.at("atol"));
    if (auto ratio = value.find("max_error_ratio")) {
      spec.max_error_ratio = read_bound(*ratio);
      if (spec.max_error_ratio > 1) ratio->fail("a share from 0 to 1", "correct the share");
    }
  } else if (text == "none") {
    value.only_keys({"mode"});
    spec.mode = CompareSpec::Mode::None;
  } else {
    mode.fail("bits, allclose or none", "choose one of the three");
  }
  return spec;
}

Argument read_argument(const JsonValue& value, const TensorContext& files) {
  value.only_keys({"name", "dtype", "shape", "role", "init", "golden", "compare"});
  const std::string name = read_name(value.at("name"));
  TensorContext tensor = files;
  tensor.dtype = read_dtype(value.at("dtype"));
  tensor.shape = read_shape(value.at("shape"), tensor.dtype);
  const Role role = read_role(value.at("role"));

  Contents initial = PatternContents{{{0, 1}}};
  if (auto init = value.find("init")) initial = read_init(*init, tensor);
  Argument argument{name,
                    tensor.dtype,
                    tensor.shape,
                    role,
                    ArgumentImage(tensor.dtype, tensor.elements(), initial, files.source),
                    std::nullopt,
                    {}};
  if (auto golden = value.find("golden")) {
    if (role == Role::In) golden->fail("no golden for an input", "remove it, or change the role");
    argument.golden.emplace(tensor.dtype, tensor.elements(), read_init(*golden, tensor),
                            files.source);
  }
  if (auto compare = value.find("compare")) {
    if (role == Role::In) compare->fail("no comparison for an input", "remove it");
    argument.compare = read_compare(*compare);
    if (argument.golden && argument.compare.mode == CompareSpec::Mode::None) {
      compare->fail("a comparison with the golden that is given", "remove one of the two");
    }
  }
  return argument;
}

ScalarArgument read_scalar(const JsonValue& value) {
  value.only_keys({"name", "scalar", "dtype"});
  ScalarArgument argument{read_name(value.at("name")), read_dtype(value.at("dtype")), 0, {}};
  const JsonValue number = value.at("scalar");
  const std::optional<std::uint64_t> bits = element_bits(number.number(), argument.dtype);
  if (!bits) {
    number.fail("a value of " + std::string(name(argument.dtype)), "correct it, or the dtype");
  }
  argument.bits = *bits;
  return argument;
}

ScalarArgument read_struct_argument(const JsonValue& value) {
  value.only_keys({"name", "struct"});
  return {read_name(value.at("name")), DType::UINT8, 0, read_struct(value.at("struct"))};
}

/// Every tensor that a struct points to is one of the file's.
void check_struct_tensors(const JsonValue& args, const RunData& data) {
  for (const ScalarArgument& scalar : data.scalars) {
    if (!scalar.structure) continue;
    for (const StructValue::Address& address : scalar.structure->addresses) {
      const auto is_it = [&](const Argument& tensor) { return tensor.name == address.tensor; };
      if (std::any_of(data.arguments.begin(), data.arguments.end(), is_it)) continue;
      args.fail("the name of a tensor among these, for a member of " + scalar.name, address.tensor,
                "correct the name, or add the tensor");
    }
  }
}

Knobs read_knobs(const JsonValue& value) {
  Knobs knobs;
  for (const std::string& name : value.keys()) {
    const JsonValue reading = value.at(name);
    try {
      knobs.set(name, reading.is_text() ? reading.text() : std::to_string(reading.count()));
    } catch (const std::invalid_argument& error) {
      reading.fail(error.what(), "see npusim list knobs");
    }
  }
  return knobs;
}

}  // namespace

RunData read_data_file(const std::filesystem::path& file, const DatasetSource& source) {
  const JsonValue root = JsonValue::from_file(file);
  root.only_keys({"version", "args", "golden_program", "knobs"});
  const JsonValue version = root.at("version");
  if (version.count() != 1) version.fail("1", "write the file in version 1 of the format");

  RunData data;
  TensorContext files{file.parent_path(), source, DType::FLOAT32, {}};
  std::set<std::string> names;
  for (const JsonValue& value : root.at("args").elements()) {
    if (value.has("scalar")) {
      data.scalars.push_back(read_scalar(value));
    } else if (value.has("struct")) {
      data.scalars.push_back(read_struct_argument(value));
    } else {
      data.arguments.push_back(read_argument(value, files));
    }
    if (!names.insert(value.at("name").text()).second) {
      value.at("name").fail("a name that no other argument has", "rename one of the two");
    }
  }
  check_struct_tensors(root.at("args"), data);
  if (auto knobs = root.find("knobs")) data.knobs = read_knobs(*knobs);
  if (auto program = root.find("golden_program")) {
    data.golden_program = (file.parent_path() / program->text()).lexically_normal();
    if (!std::filesystem::is_regular_file(*data.golden_program)) {
      program->fail("a C++ source file", "no file " + data.golden_program->string(),
                    "create it, or correct the path (it is relative to this file)");
    }
  }
  return data;
}

}  // namespace npusim
