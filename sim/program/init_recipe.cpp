// SPDX-License-Identifier: Apache-2.0
// Reading recipes for the contents of tensors.
#include "sim/program/init_recipe.h"

#include <cmath>
#include <limits>

#include "models/arch/input_error.h"

namespace npusim {

namespace {

std::string shown(DType type, const Shape& shape) {
  std::string text(name(type));
  text += " [";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  }
  return text + "]";
}

std::uint64_t read_element(const JsonValue& value, DType type) {
  const auto bits = element_bits(value.number(), type);
  if (!bits) {
    value.fail("a value of " + std::string(name(type)), "choose one that the type can hold");
  }
  return *bits;
}

PatternContents read_fill(const JsonValue& value, DType type) {
  value.only_keys({"fill"});
  return {{{read_element(value.at("fill"), type), 1}}};
}

PatternContents read_pattern(const JsonValue& value, DType type) {
  value.only_keys({"pattern"});
  PatternContents contents;
  for (const JsonValue& run : value.at("pattern").elements()) {
    run.only_keys({"fill", "count"});
    const JsonValue count = run.at("count");
    contents.runs.push_back({read_element(run.at("fill"), type), count.count()});
    if (count.count() == 0) count.fail("1 or more elements", "remove the run, or correct it");
  }
  if (contents.runs.empty()) value.at("pattern").fail("at least one run", "add one, or use fill");
  return contents;
}

/// An integer's bits sign-extended to 64, so that sums of them are right modulo 2^64.
std::uint64_t wide_bits(const JsonValue& value, DType type) {
  read_element(value, type);
  return *element_bits(value.number(), type == DType::UINT64 ? DType::UINT64 : DType::INT64);
}

RandomContents read_random(const JsonValue& value, DType type) {
  value.only_keys({"random", "lo", "hi", "seed"});
  if (value.at("random").text() != "uniform") {
    value.at("random").fail("\"uniform\"", "that is the one distribution there is");
  }
  RandomContents contents;
  contents.seed = value.at("seed").count();
  const JsonValue lo = value.at("lo");
  const JsonValue hi = value.at("hi");
  contents.lo = lo.real();
  contents.hi = hi.real();
  bool ordered = contents.lo < contents.hi;
  if (is_floating(type)) {
    // Bits of floats do not order; the values do, once rounded to the type.
    ordered = ordered && read_element(lo, type) != read_element(hi, type);
  } else {
    contents.low_bits = wide_bits(lo, type);
    contents.span = wide_bits(hi, type) - contents.low_bits;
    ordered = type == DType::UINT64 ? contents.low_bits < wide_bits(hi, type)
                                    : static_cast<std::int64_t>(contents.low_bits) <
                                          static_cast<std::int64_t>(wide_bits(hi, type));
  }
  if (!ordered) hi.fail("a value above lo = " + lo.shown(), "hi itself never occurs");
  return contents;
}

IotaContents read_iota(const JsonValue& value, const TensorContext& tensor) {
  value.only_keys({"iota"});
  const JsonValue iota = value.at("iota");
  iota.only_keys({"start", "step"});
  IotaContents contents;
  contents.start = iota.at("start").real();
  contents.step = iota.at("step").real();
  const double last = contents.start + static_cast<double>(tensor.elements() - 1) * contents.step;
  const std::string remedy = "choose a smaller step, or a wider type";
  if (is_floating(tensor.dtype)) {
    if (!element_bits(contents.start, tensor.dtype) || !element_bits(last, tensor.dtype)) {
      iota.fail("values of " + std::string(name(tensor.dtype)), remedy);
    }
    return contents;
  }
  contents.start_bits = wide_bits(iota.at("start"), tensor.dtype);
  const auto step = element_bits(iota.at("step").number(), DType::INT64);
  if (!step) iota.at("step").fail("an integer", "correct the step");
  contents.step_bits = *step;
  __extension__ using Wide = __int128;
  const Wide start = tensor.dtype == DType::UINT64
                         ? Wide{contents.start_bits}
                         : Wide{static_cast<std::int64_t>(contents.start_bits)};
  const Wide exact_last =
      start + Wide{static_cast<std::int64_t>(*step)} * Wide{tensor.elements() - 1};
  const bool fits_unsigned = exact_last >= 0 && exact_last <= Wide{~std::uint64_t{0}};
  const bool fits_signed =
      exact_last < 0 && exact_last >= Wide{std::numeric_limits<std::int64_t>::min()};
  if (!(fits_unsigned && element_bits(static_cast<std::uint64_t>(exact_last), tensor.dtype)) &&
      !(fits_signed && element_bits(static_cast<std::int64_t>(exact_last), tensor.dtype))) {
    iota.fail("values of " + std::string(name(tensor.dtype)) + " up to the last element", remedy);
  }
  return contents;
}

ValueContents read_values(const JsonValue& value, const TensorContext& tensor) {
  value.only_keys({"values", "repeat"});
  const JsonValue values = value.at("values");
  ValueContents contents;
  for (const JsonValue& element : values.elements()) {
    contents.bits.push_back(read_element(element, tensor.dtype));
  }
  const auto repeat = value.find("repeat");
  const bool repeats = repeat && repeat->boolean();
  const std::string found = std::to_string(contents.bits.size()) + " values";
  if (repeats && (contents.bits.empty() || contents.bits.size() > tensor.elements())) {
    values.fail("1 to " + std::to_string(tensor.elements()) + " values", found,
                "correct the values or the shape");
  }
  if (!repeats && contents.bits.size() != tensor.elements()) {
    values.fail(std::to_string(tensor.elements()) + " values, one per element", found,
                "complete them, or add \"repeat\": true");
  }
  return contents;
}

bool is_below(const std::filesystem::path& path, const std::filesystem::path& folder) {
  const std::filesystem::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

/// {"file", "dataset"}: looks into the file and checks element type and shape.
FileContents read_file(const JsonValue& value, const TensorContext& tensor) {
  value.only_keys({"file", "dataset"});
  const JsonValue file = value.at("file");
  FileContents contents{(tensor.folder / file.text()).lexically_normal(), ""};
  if (auto dataset = value.find("dataset")) contents.dataset = dataset->text();
  if (!std::filesystem::is_regular_file(contents.file)) {
    file.fail("an array file", "no file " + contents.file.string(),
              "create it, or correct the path (it is relative to the data file)");
  }
  if (is_below(contents.file, tensor.folder) &&
      !is_below(std::filesystem::canonical(contents.file),
                std::filesystem::weakly_canonical(tensor.folder))) {
    file.fail("a file in the data file's folder", "a link to one outside of it",
              "copy the file there, or name it by its own path");
  }
  if (!tensor.source.describe || !tensor.source.read) {
    file.fail("contents that need no file", "a file",
              "this program was built without file readers");
  }
  const auto [stored_type, stored_shape] = tensor.source.describe(contents.file, contents.dataset);
  const DType wanted = tensor.dtype == DType::BFLOAT16 ? DType::UINT16 : tensor.dtype;
  if (stored_type != wanted || stored_shape != tensor.shape) {
    file.fail(shown(wanted, tensor.shape) +
                  (tensor.dtype == DType::BFLOAT16 ? " (the bits of bfloat16)" : ""),
              shown(stored_type, stored_shape) + " in " + contents.file.string() +
                  (contents.dataset.empty() ? "" : ":" + contents.dataset),
              "correct dtype and shape, or write the file anew");
  }
  return contents;
}

}  // namespace

Contents read_init(const JsonValue& value, const TensorContext& tensor) {
  if (value.has("fill")) return read_fill(value, tensor.dtype);
  if (value.has("pattern")) return read_pattern(value, tensor.dtype);
  if (value.has("random")) return read_random(value, tensor.dtype);
  if (value.has("iota")) return read_iota(value, tensor);
  if (value.has("values")) return read_values(value, tensor);
  if (value.has("file")) return read_file(value, tensor);
  value.fail("an object with fill, pattern, random, iota, values or file",
             "say what the tensor holds");
}

}  // namespace npusim
