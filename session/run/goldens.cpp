// SPDX-License-Identifier: Apache-2.0
#include "session/run/goldens.h"

#include <utility>

#include "analysis/golden/compare_output.h"
#include "analysis/golden/differing_bytes.h"
#include "models/memory/address_window.h"
#include "session/run/golden_process.h"
#include "session/run/zero_pages.h"
#include "sim/program/touched_pages.h"

namespace npusim::session {

namespace {

analysis::ComparedTensor tensor(const Argument& argument, const std::byte* actual,
                                const std::byte* golden) {
  return {argument.name, argument.dtype, argument.shape, actual, golden};
}

analysis::CompareMode mode(const CompareSpec& spec) {
  return {spec.mode == CompareSpec::Mode::Bits, spec.rtol, spec.atol, spec.max_error_ratio};
}

}  // namespace

Goldens::Goldens(const Program& program, const BuiltProgram& built, const DeviceImage& image)
    : program_(program), built_(built), image_(image) {}

Goldens::~Goldens() = default;

void Goldens::prepare() {
  if (prepared_) return;
  if (built_.golden) {
    computed_.emplace(image_.view_arguments());
    std::vector<std::byte*> arguments;
    for (std::size_t i = 0; i < program_.arguments.size(); ++i) {
      arguments.push_back(place(*computed_, i));
    }
    compute_goldens(built_.golden, program_.arguments, arguments, program_.scalars);
  }
  for (std::size_t i = 0; i < program_.arguments.size(); ++i) {
    const Argument& argument = program_.arguments[i];
    if (!argument.is_output() || argument.compare.mode == CompareSpec::Mode::None) continue;
    if (argument.golden) {
      expected_.push_back(from_file(i));
    } else if (computed_) {
      expected_.push_back(from_program(i));
    }
  }
  prepared_ = true;
}

/// Where both the golden and the initial contents are zero and a run wrote nothing, nothing can
/// differ; elsewhere look.
ExpectedOutput Goldens::from_file(std::size_t argument) {
  const Argument& output = program_.arguments[argument];
  files_.push_back(std::make_unique<ZeroPages>(output.size_bytes()));
  ExpectedOutput expected{argument, files_.back()->data(),
                          output.golden->fill(files_.back()->data())};
  const ZeroPages initial(output.size_bytes());
  const std::vector<ByteRange> started = output.initial.fill(initial.data());
  expected.changed.insert(expected.changed.end(), started.begin(), started.end());
  return expected;
}

/// The golden program and every run start from the same pages: only what either wrote can differ.
ExpectedOutput Goldens::from_program(std::size_t argument) const {
  const std::byte* const bytes = place(*computed_, argument);
  return {argument, bytes, touched_pages(bytes, program_.arguments[argument].size_bytes())};
}

std::vector<GoldenResult> Goldens::compare(const DeviceView& memory, bool maps) {
  prepare();
  std::vector<GoldenResult> results;
  for (const ExpectedOutput& expected : expected_) {
    const Argument& argument = program_.arguments[expected.argument];
    const std::byte* const actual = place(memory, expected.argument);
    std::vector<ByteRange> candidates = touched_pages(actual, argument.size_bytes());
    candidates.insert(candidates.end(), expected.changed.begin(), expected.changed.end());
    candidates = merged_ranges(std::move(candidates));
    GoldenResult result;
    result.argument = expected.argument;
    const analysis::ComparedTensor compared = tensor(argument, actual, expected.bytes);
    std::optional<analysis::OutputMapper> mapper;
    if (maps) mapper.emplace(compared);
    result.comparison =
        analysis::compare(compared, mode(argument.compare), candidates, [&](std::uint64_t element) {
          if (mapper) mapper->add(element);
        });
    if (!result.comparison.equal) {
      if (mapper) result.map = mapper->take();
      result.wrong = analysis::differing_bytes(actual, expected.bytes, candidates);
    }
    results.push_back(std::move(result));
  }
  return results;
}

std::byte* Goldens::place(const DeviceView& view, std::size_t argument) const {
  return view.bytes() + (image_.argument_address(argument) - kWindowBase);
}

}  // namespace npusim::session
