// SPDX-License-Identifier: Apache-2.0
// Comparing arrays in files.
#include "analysis/golden/compare_files.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include <sys/mman.h>

#include "models/arch/input_error.h"
#include "traces/arrays/array_file.h"
#include "traces/arrays/dataset_reader.h"

namespace npusim::analysis {

namespace fs = std::filesystem;

namespace {

struct StoredArray {
  fs::path file;
  std::string dataset;
};

struct Side {
  std::map<std::string, StoredArray> arrays;
  bool single = false;
};

bool is_hdf5(const fs::path& file) {
  return file.extension() == ".h5" || file.extension() == ".hdf5";
}

Side hdf5_side(const fs::path& file, std::string path) {
  while (!path.empty() && path.front() == '/') path.erase(0, 1);
  while (!path.empty() && path.back() == '/') path.pop_back();
  Side side;
  for (const std::string& dataset : traces::list_datasets(file)) {
    if (dataset == path) {
      side.arrays[path] = {file, dataset};
      side.single = true;
    } else if (path.empty()) {
      side.arrays[dataset] = {file, dataset};
    } else if (dataset.rfind(path + "/", 0) == 0) {
      side.arrays[dataset.substr(path.size() + 1)] = {file, dataset};
    }
  }
  if (side.arrays.empty()) {
    throw InputError(file.string(), path, "a dataset or a group that has some", "none",
                     "give a path that the file has");
  }
  return side;
}

Side directory_side(const fs::path& directory) {
  Side side;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory)) {
    if (entry.path().extension() == ".npy") {
      side.arrays[entry.path().stem().string()] = {entry.path(), ""};
    }
  }
  if (side.arrays.empty()) {
    throw InputError(directory.string(), "", "a directory that has .npy files", "none",
                     "write outputs there with `npusim run --out`");
  }
  return side;
}

Side open_side(const std::string& name) {
  if (fs::is_directory(name)) return directory_side(name);
  const std::size_t colon = name.rfind(':');
  if (!fs::exists(name) && colon != std::string::npos && is_hdf5(name.substr(0, colon))) {
    return hdf5_side(name.substr(0, colon), name.substr(colon + 1));
  }
  if (!fs::exists(name)) {
    throw InputError(name, "", "a .npy or .h5 file, FILE.h5:/path, or a directory of .npy files",
                     "no such file", "correct the path");
  }
  if (is_hdf5(name)) return hdf5_side(name, "");
  return {{{fs::path(name).stem().string(), {name, ""}}}, true};
}

/// Zeroed memory that costs only the pages that are written.
class ZeroedMemory {
 public:
  explicit ZeroedMemory(std::uint64_t bytes) : bytes_(std::max<std::uint64_t>(bytes, 1)) {
    address_ = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (address_ == MAP_FAILED) throw std::bad_alloc();
  }
  ~ZeroedMemory() { ::munmap(address_, bytes_); }
  ZeroedMemory(const ZeroedMemory&) = delete;
  ZeroedMemory& operator=(const ZeroedMemory&) = delete;
  std::byte* data() const { return static_cast<std::byte*>(address_); }

 private:
  void* address_ = nullptr;
  std::uint64_t bytes_;
};

GoldenComparison compare_arrays(const std::string& name, const StoredArray& first,
                                const StoredArray& second, const CompareMode& mode, bool bfloat16) {
  const auto [type, shape] = traces::describe_array(first.file, first.dataset);
  const auto other = traces::describe_array(second.file, second.dataset);
  if (other.first != type || other.second != shape) {
    const auto shown = [](DType dtype, const std::vector<std::uint64_t>& extents) {
      std::string text = std::string(npusim::name(dtype)) + " [";
      for (std::size_t i = 0; i < extents.size(); ++i) {
        text += (i == 0 ? "" : ", ") + std::to_string(extents[i]);
      }
      return text + "]";
    };
    throw InputError(second.file.string(), name,
                     shown(type, shape) + " as in " + first.file.string(),
                     shown(other.first, other.second), "compare outputs of the same program");
  }
  std::uint64_t bytes = size_bytes(type);
  for (std::uint64_t extent : shape) bytes *= extent;
  const ZeroedMemory actual(bytes);
  const ZeroedMemory golden(bytes);
  std::vector<ByteRange> candidates = traces::read_array(first.file, first.dataset, actual.data());
  const auto written = traces::read_array(second.file, second.dataset, golden.data());
  candidates.insert(candidates.end(), written.begin(), written.end());
  const DType compared = bfloat16 && type == DType::UINT16 ? DType::BFLOAT16 : type;
  return compare({name, compared, shape, actual.data(), golden.data()}, mode,
                 merged_ranges(std::move(candidates)));
}

}  // namespace

bool FileComparison::equal() const {
  return only_first.empty() && only_second.empty() &&
         std::all_of(tensors.begin(), tensors.end(),
                     [](const GoldenComparison& tensor) { return tensor.equal; });
}

FileComparison compare_files(const std::string& first, const std::string& second,
                             const CompareMode& mode, bool bfloat16) {
  Side a = open_side(first);
  Side b = open_side(second);
  FileComparison result;
  if (a.single && b.single) {
    result.tensors.push_back(compare_arrays(a.arrays.begin()->first, a.arrays.begin()->second,
                                            b.arrays.begin()->second, mode, bfloat16));
    return result;
  }
  for (const auto& [name, array] : a.arrays) {
    const auto partner = b.arrays.find(name);
    if (partner == b.arrays.end()) {
      result.only_first.push_back(name);
    } else {
      result.tensors.push_back(compare_arrays(name, array, partner->second, mode, bfloat16));
    }
  }
  for (const auto& [name, array] : b.arrays) {
    if (!a.arrays.contains(name)) result.only_second.push_back(name);
  }
  if (result.tensors.empty()) {
    throw InputError(
        second, "", "an array that " + first + " has too, such as " + a.arrays.begin()->first,
        "others, such as " + b.arrays.begin()->first, "compare outputs of the same program");
  }
  return result;
}

}  // namespace npusim::analysis
