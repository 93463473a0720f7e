// SPDX-License-Identifier: Apache-2.0
// Choosing the format by the file's name.
#include "traces/arrays/array_file.h"

#include "models/arch/input_error.h"
#include "traces/arrays/dataset_reader.h"
#include "traces/arrays/npy_file.h"

namespace npusim::traces {

namespace {

bool is_npy(const std::filesystem::path& file, const std::string& dataset) {
  const std::string extension = file.extension().string();
  if (extension == ".npy") {
    if (dataset.empty()) return true;
    throw InputError(file.string(), "", "no dataset for a .npy file", dataset,
                     "remove \"dataset\"");
  }
  if (extension != ".h5" && extension != ".hdf5") {
    throw InputError(file.string(), "", "a .npy, .h5 or .hdf5 file", "the extension " + extension,
                     "convert the file, or rename it");
  }
  if (dataset.empty()) {
    throw InputError(file.string(), "", "the name of a dataset", "none",
                     "add \"dataset\": \"/path/in/the/file\"");
  }
  return false;
}

}  // namespace

std::pair<DType, std::vector<std::uint64_t>> describe_array(const std::filesystem::path& file,
                                                            const std::string& dataset) {
  return is_npy(file, dataset) ? describe_npy(file) : describe_dataset(file, dataset);
}

std::vector<ByteRange> read_array(const std::filesystem::path& file, const std::string& dataset,
                                  std::byte* zeroed) {
  return is_npy(file, dataset) ? read_npy(file, zeroed) : read_dataset(file, dataset, zeroed);
}

}  // namespace npusim::traces
