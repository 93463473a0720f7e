// SPDX-License-Identifier: Apache-2.0
// What a program's outputs should be: from files, or from the golden program. Computed once,
// compared with as many runs as there are.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "analysis/golden/output_map.h"
#include "analysis/result/run_report.h"
#include "models/arch/byte_range.h"
#include "sim/build/build_program.h"
#include "sim/machine/device_image.h"
#include "sim/program/program.h"

namespace npusim::session {

struct GoldenResult {
  analysis::GoldenComparison comparison;
  std::size_t argument = 0;
  std::vector<ByteRange> wrong;  ///< what differs, in bytes of the output; for unequal outputs only
  std::optional<analysis::OutputMap> map;  ///< of unequal outputs, if asked for
};

/// An output's golden, and where it may differ from what the output starts with.
struct ExpectedOutput {
  std::size_t argument = 0;
  const std::byte* bytes = nullptr;
  std::vector<ByteRange> changed;
};

class ZeroPages;

class Goldens {
 public:
  /// Keeps references; computes nothing yet.
  Goldens(const Program& program, const BuiltProgram& built, const DeviceImage& image);
  ~Goldens();

  /// Reads the files and runs the golden program, unless that has been done. Throws InputError.
  void prepare();

  /// The goldens, in the order of the arguments.
  const std::vector<ExpectedOutput>& expected() {
    prepare();
    return expected_;
  }

  /// One result for each output that has a golden, in the order of the arguments. `memory` is the
  /// view that the program ran in. Only pages that the run or the golden touched are read.
  /// `maps`: draw the outputs that differ.
  std::vector<GoldenResult> compare(const DeviceView& memory, bool maps = false);

 private:
  ExpectedOutput from_file(std::size_t argument);
  ExpectedOutput from_program(std::size_t argument) const;
  std::byte* place(const DeviceView& view, std::size_t argument) const;

  const Program& program_;
  const BuiltProgram& built_;
  const DeviceImage& image_;
  bool prepared_ = false;
  std::optional<DeviceView> computed_;  ///< the golden program's arguments
  std::vector<std::unique_ptr<ZeroPages>> files_;
  std::vector<ExpectedOutput> expected_;
};

}  // namespace npusim::session
