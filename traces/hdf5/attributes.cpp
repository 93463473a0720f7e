// SPDX-License-Identifier: Apache-2.0
#include "traces/hdf5/attributes.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

namespace npusim::traces::hdf5 {
namespace {

/// No list of names is longer; a damaged file must not ask for more.
constexpr std::size_t kMostListBytes = std::size_t{64} << 20;

/// A longer list is compressed: most of it is padding where one text is long.
constexpr std::size_t kPlainListBytes = 4096;
constexpr unsigned kListDeflateLevel = 6;

Datatype text_type(std::size_t bytes) {
  Datatype type(H5Tcopy(H5T_C_S1), "make a text type");
  check(H5Tset_size(type.get(), bytes), "size a text type");
  check(H5Tset_cset(type.get(), H5T_CSET_UTF8), "set a text's encoding");
  if (bytes != H5T_VARIABLE) check(H5Tset_strpad(type.get(), H5T_STR_NULLPAD), "pad a text type");
  return type;
}

Attribute create_or_open(hid_t object, const char* name, hid_t type) {
  const std::string action = fmt::format("write the attribute {}", name);
  if (check(H5Aexists(object, name), action) > 0) {
    return Attribute(H5Aopen(object, name, H5P_DEFAULT), action);
  }
  const Dataspace scalar(H5Screate(H5S_SCALAR), action);
  return Attribute(H5Acreate2(object, name, type, scalar.get(), H5P_DEFAULT, H5P_DEFAULT), action);
}

/// An open scalar attribute of the class wanted.
Attribute open_scalar(hid_t object, const char* name, H5T_class_t wanted, Datatype& type) {
  const std::string action = fmt::format("read the attribute {}", name);
  Attribute attribute(H5Aopen(object, name, H5P_DEFAULT), action);
  const Dataspace space(H5Aget_space(attribute.get()), action);
  type = Datatype(H5Aget_type(attribute.get()), action);
  if (H5Sget_simple_extent_npoints(space.get()) != 1 || H5Tget_class(type.get()) != wanted) {
    throw Hdf5Error(fmt::format("the attribute {} has another type than expected", name));
  }
  return attribute;
}

herr_t add_name(hid_t, const char* name, const H5A_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->push_back(name);
  return 0;
}

}  // namespace

void write_attribute(hid_t object, const char* name, std::uint64_t value) {
  const Attribute attribute = create_or_open(object, name, H5T_STD_U64LE);
  check(H5Awrite(attribute.get(), H5T_NATIVE_UINT64, &value), name);
}

void write_attribute(hid_t object, const char* name, const std::string& text) {
  write_fixed_text(object, name, text, std::max<std::size_t>(text.size(), 1));
}

void write_fixed_text(hid_t object, const char* name, std::string_view text, std::size_t bytes) {
  const Datatype type = text_type(bytes);
  const Attribute attribute = create_or_open(object, name, type.get());
  std::string field(text.substr(0, bytes));
  field.resize(bytes, '\0');
  check(H5Awrite(attribute.get(), type.get(), field.data()), name);
}

std::uint64_t read_number(hid_t object, const char* name) {
  Datatype type;
  const Attribute attribute = open_scalar(object, name, H5T_INTEGER, type);
  std::uint64_t value = 0;
  check(H5Aread(attribute.get(), H5T_NATIVE_UINT64, &value), name);
  return value;
}

std::string read_text(hid_t object, const char* name) {
  Datatype type;
  const Attribute attribute = open_scalar(object, name, H5T_STRING, type);
  if (check(H5Tis_variable_str(type.get()), name) > 0) {
    char* pointer = nullptr;
    check(H5Aread(attribute.get(), type.get(), &pointer), name);
    std::string text = pointer == nullptr ? "" : pointer;
    H5free_memory(pointer);
    return text;
  }
  std::string text(H5Tget_size(type.get()), '\0');
  check(H5Aread(attribute.get(), type.get(), text.data()), name);
  text.resize(std::strlen(text.c_str()));
  return text;
}

std::map<std::string, std::string> read_texts(hid_t object) {
  std::vector<std::string> names;
  hsize_t position = 0;
  check(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, &position, add_name, &names),
        "list the attributes");
  std::map<std::string, std::string> texts;
  for (const std::string& name : names) texts[name] = read_text(object, name.c_str());
  return texts;
}

void write_text_list(hid_t group, const std::string& name, const std::vector<std::string>& texts) {
  const std::string action = fmt::format("write the names of {}", name);
  std::size_t width = 1;
  for (const std::string& text : texts) width = std::max(width, text.size());
  const Datatype type = text_type(width);
  const hsize_t count = texts.size();
  const Dataspace space(H5Screate_simple(1, &count, nullptr), action);
  const PropertyList creation(H5Pcreate(H5P_DATASET_CREATE), action);
  check(H5Pset_obj_track_times(creation.get(), false), action);
  check(H5Pset_dset_no_attrs_hint(creation.get(), true), action);
  if (count * width > kPlainListBytes) {
    check(H5Pset_chunk(creation.get(), 1, &count), action);
    check(H5Pset_deflate(creation.get(), kListDeflateLevel), action);
  }
  const Dataset dataset(H5Dcreate2(group, name.c_str(), type.get(), space.get(), H5P_DEFAULT,
                                   creation.get(), H5P_DEFAULT),
                        action);
  if (count == 0) return;
  std::string field;
  for (const std::string& text : texts) {
    field += text;
    field.append(width - text.size(), '\0');
  }
  check(H5Dwrite(dataset.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, field.data()), action);
}

std::vector<std::string> read_text_list(hid_t group, const std::string& name) {
  const std::string action = fmt::format("read the names of {}", name);
  const Dataset dataset(H5Dopen2(group, name.c_str(), H5P_DEFAULT), action);
  const Dataspace space(H5Dget_space(dataset.get()), action);
  const auto count =
      static_cast<std::size_t>(check(H5Sget_simple_extent_npoints(space.get()), action));
  const Datatype stored(H5Dget_type(dataset.get()), action);
  const std::size_t width = H5Tget_size(stored.get());
  if (H5Tget_class(stored.get()) != H5T_STRING || H5Tis_variable_str(stored.get()) != 0 ||
      width == 0 || width > kMostListBytes || count > kMostListBytes / width) {
    throw Hdf5Error(action + ": not a list of texts of a fixed length");
  }
  if (count == 0) return {};
  std::string field(count * width, '\0');
  const Datatype type = text_type(width);
  check(H5Dread(dataset.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, field.data()), action);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) {
    texts.emplace_back(field.substr(i * width, width).c_str());
  }
  return texts;
}

}  // namespace npusim::traces::hdf5
