// SPDX-License-Identifier: Apache-2.0
#include "traces/arrays/column_file.h"

#include "traces/format/trace_error.h"
#include "traces/hdf5/attributes.h"

namespace npusim::traces {
namespace {

void write_numbers(hid_t group, const std::string& name, const std::vector<std::uint64_t>& values) {
  const hsize_t extent = values.size();
  const hdf5::Dataspace space(H5Screate_simple(1, &extent, nullptr), "describe a column");
  const hdf5::PropertyList plain(H5Pcreate(H5P_DATASET_CREATE), "describe a column");
  hdf5::check(H5Pset_obj_track_times(plain.get(), false), "describe a column");
  const hdf5::Dataset dataset(H5Dcreate2(group, name.c_str(), H5T_STD_U64LE, space.get(),
                                         H5P_DEFAULT, plain.get(), H5P_DEFAULT),
                              "create a column");
  if (values.empty()) return;
  hdf5::check(
      H5Dwrite(dataset.get(), H5T_NATIVE_UINT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
      "write a column");
}

void write_file(const std::filesystem::path& file, const std::vector<FileTable>& tables,
                const std::map<std::string, std::string>& attributes) {
  hdf5::File handle(H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT),
                    "create the file");
  for (const auto& [name, text] : attributes) {
    hdf5::write_attribute(handle.get(), name.c_str(), text);
  }
  for (const FileTable& table : tables) {
    const hdf5::Group group(
        H5Gcreate2(handle.get(), table.name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
        "create the table");
    for (const FileColumn& column : table.columns) {
      if (const auto* numbers = std::get_if<std::vector<std::uint64_t>>(&column.values)) {
        write_numbers(group.get(), column.name, *numbers);
      } else {
        hdf5::write_text_list(group.get(), column.name,
                              std::get<std::vector<std::string>>(column.values));
      }
    }
  }
  if (!handle.close()) throw hdf5::Hdf5Error("could not close the file");
}

}  // namespace

void write_tables(const std::filesystem::path& file, const std::vector<FileTable>& tables,
                  const std::map<std::string, std::string>& attributes) {
  hdf5::silence_errors();
  std::filesystem::path part = file;
  part += ".part";
  try {
    write_file(part, tables, attributes);
    std::filesystem::rename(part, file);
  } catch (const std::exception& error) {
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    throw TraceError(file.string() + ": cannot be written: " + error.what());
  }
}

}  // namespace npusim::traces
