// SPDX-License-Identifier: Apache-2.0
#include "cli/golden_check.h"

#include <memory>
#include <optional>
#include <utility>

#include <sys/mman.h>

#include "analysis/golden/compare.h"
#include "analysis/golden/differing_bytes.h"
#include "models/arch/check.h"
#include "models/memory/address_window.h"
#include "sim/build/golden_program.h"
#include "sim/program/touched_pages.h"

namespace npusim::cli {
namespace {

/// Zeroed memory for a golden that comes from a file.
class ZeroPages {
 public:
  explicit ZeroPages(std::uint64_t bytes)
      : bytes_(bytes),
        data_(mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {
    if (data_ == MAP_FAILED) throw std::bad_alloc();
  }
  ~ZeroPages() { munmap(data_, bytes_); }
  ZeroPages(const ZeroPages&) = delete;
  ZeroPages& operator=(const ZeroPages&) = delete;
  std::byte* data() const { return static_cast<std::byte*>(data_); }

 private:
  std::uint64_t bytes_;
  void* data_;
};

std::byte* place(const DeviceView& view, const DeviceImage& image, std::size_t argument) {
  return view.bytes() + (image.argument_address(argument) - kWindowBase);
}

analysis::ComparedTensor tensor(const Argument& argument, const std::byte* actual,
                                const std::byte* golden) {
  return {argument.name, argument.dtype, argument.shape, actual, golden};
}

analysis::CompareMode mode(const CompareSpec& spec) {
  return {spec.mode == CompareSpec::Mode::Bits, spec.rtol, spec.atol, spec.max_error_ratio};
}

GoldenResult compared(const Argument& argument, const std::byte* actual, const std::byte* golden,
                      std::vector<ByteRange> candidates) {
  candidates = merged_ranges(std::move(candidates));
  GoldenResult result;
  result.comparison = analysis::compare(tensor(argument, actual, golden), mode(argument.compare),
                                        candidates);
  if (!result.comparison.equal) {
    result.wrong = analysis::differing_bytes(actual, golden, candidates);
  }
  return result;
}

GoldenResult against_file(const Argument& argument, const std::byte* actual) {
  const ZeroPages golden(argument.size_bytes());
  // Where both the golden and the initial contents are zero and the run wrote nothing, nothing can
  // differ; elsewhere look.
  std::vector<ByteRange> candidates = argument.golden->fill(golden.data());
  const ZeroPages initial(argument.size_bytes());
  const std::vector<ByteRange> started = argument.initial.fill(initial.data());
  const std::vector<ByteRange> written = touched_pages(actual, argument.size_bytes());
  candidates.insert(candidates.end(), started.begin(), started.end());
  candidates.insert(candidates.end(), written.begin(), written.end());
  return compared(argument, actual, golden.data(), std::move(candidates));
}

GoldenResult against_program(const Argument& argument, const std::byte* actual,
                                 const std::byte* golden) {
  // Both started from the same pages: only what either wrote can differ.
  std::vector<ByteRange> candidates = touched_pages(actual, argument.size_bytes());
  const std::vector<ByteRange> expected = touched_pages(golden, argument.size_bytes());
  candidates.insert(candidates.end(), expected.begin(), expected.end());
  return compared(argument, actual, golden, std::move(candidates));
}

}  // namespace

std::vector<GoldenResult> check_goldens(const Program& program, const BuiltProgram& built,
                                            const DeviceImage& image, const DeviceView& memory) {
  std::optional<DeviceView> expected;
  if (built.golden) {
    expected.emplace(image.view_arguments());
    std::vector<std::byte*> arguments;
    for (std::size_t i = 0; i < program.arguments.size(); ++i) {
      arguments.push_back(place(*expected, image, i));
    }
    run_golden_program(built.golden, program.arguments, arguments);
  }
  std::vector<GoldenResult> results;
  for (std::size_t i = 0; i < program.arguments.size(); ++i) {
    const Argument& argument = program.arguments[i];
    if (!argument.is_output()) continue;
    const std::byte* const actual = place(memory, image, i);
    if (argument.golden) {
      results.push_back(against_file(argument, actual));
    } else if (expected) {
      results.push_back(against_program(argument, actual, place(*expected, image, i)));
    } else {
      continue;
    }
    results.back().argument = i;
  }
  return results;
}

}  // namespace npusim::cli
