// SPDX-License-Identifier: Apache-2.0
// `golden compare A B`: two arrays, two HDF5 files, or two directories of outputs.
#pragma once

#include <string>
#include <vector>

#include "analysis/golden/compare_output.h"

namespace npusim::analysis {

struct FileComparison {
  std::vector<GoldenComparison> tensors;  ///< of the names that both sides have, alphabetical
  std::vector<std::string> only_first;    ///< names that one side lacks
  std::vector<std::string> only_second;

  bool equal() const;
};

/// A side is one of
///   x.npy               one array, of the file's name
///   x.h5:/path          one dataset
///   x.h5 or x.h5:/group all datasets (of the group), by their path below it
///   a directory         all .npy files in it, by their name without .npy
/// Two single arrays are compared whatever their names are. Elements are compared as the type they
/// are stored in; `bfloat16` says that uint16 is bfloat16, which matters to max_abs and allclose.
/// Different types or shapes, or two sides that have no name in common, are an InputError.
FileComparison compare_files(const std::string& first, const std::string& second,
                             const CompareMode& mode, bool bfloat16 = false);

}  // namespace npusim::analysis
