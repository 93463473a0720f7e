// SPDX-License-Identifier: Apache-2.0
// The HDF5 type of a column: little endian integers, or zero-padded UTF-8 of fixed width.
#pragma once

#include "traces/format/schema.h"
#include "traces/hdf5/handle.h"

namespace npusim::traces::hdf5 {

Datatype column_type(const ColumnSpec& column);

}  // namespace npusim::traces::hdf5
