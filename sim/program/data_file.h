// SPDX-License-Identifier: Apache-2.0
// data.json, version 1: the run's arguments in the orchestration's order. Strict: an unknown key, a
// wrong type, a missing file or a size that does not fit is an InputError.
//
//   { "version": 1, "args": [ ARG... ], "golden_program": "golden.cpp" (optional),
//     "knobs": {"gm.store_visible": "at_fence", "gm.store_latency": 300} (optional) }
//   ARG: name, dtype, shape [extents >= 1], role in|out|inout, init (default: fill 0),
//        golden (without it: the golden program's result), compare
//   or   name, scalar v, dtype: a number, passed by value
//   init and golden, exactly one of:
//     {"fill": v}
//     {"pattern": [{"fill": v, "count": n}, ...]}      runs, repeated over the tensor
//     {"random": "uniform", "lo": a, "hi": b, "seed": s}
//     {"iota": {"start": a, "step": b}}
//     {"values": [...] [, "repeat": true]}             without repeat: one value per element
//     {"file": "x.npy"} | {"file": "x.h5", "dataset": "/in/x"}
//   compare: {"mode": "bits"} (default) | {"mode": "allclose", "rtol", "atol", "max_error_ratio"} |
//            {"mode": "none"}: working memory
//
// Paths are relative to the data file. A value v is a number, or "inf", "-inf", "nan".
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "models/arch/knobs.h"
#include "sim/program/argument.h"

namespace npusim {

struct RunData {
  std::vector<Argument> arguments;      ///< tensors, in their order
  std::vector<ScalarArgument> scalars;  ///< in their order
  std::optional<std::filesystem::path> golden_program;
  Knobs knobs;  ///< the readings that this program is about, over the defaults
};

RunData read_data_file(const std::filesystem::path& file, const DatasetSource& source);

}  // namespace npusim
