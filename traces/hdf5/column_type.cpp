// SPDX-License-Identifier: Apache-2.0
#include "traces/hdf5/column_type.h"

namespace npusim::traces::hdf5 {
namespace {

hid_t base_type(ColumnType type) {
  switch (type) {
    case ColumnType::U8:
      return H5T_STD_U8LE;
    case ColumnType::U16:
      return H5T_STD_U16LE;
    case ColumnType::U32:
      return H5T_STD_U32LE;
    case ColumnType::U64:
      return H5T_STD_U64LE;
    case ColumnType::I32:
      return H5T_STD_I32LE;
    case ColumnType::I64:
      return H5T_STD_I64LE;
    case ColumnType::Text:
      return H5T_C_S1;
  }
  return -1;
}

}  // namespace

Datatype column_type(const ColumnSpec& column) {
  Datatype type(H5Tcopy(base_type(column.type)), "make a column's type");
  if (column.type == ColumnType::Text) {
    check(H5Tset_size(type.get(), column.width), "size a text column");
    check(H5Tset_strpad(type.get(), H5T_STR_NULLPAD), "pad a text column");
    check(H5Tset_cset(type.get(), H5T_CSET_UTF8), "set a text column's encoding");
  }
  return type;
}

}  // namespace npusim::traces::hdf5
