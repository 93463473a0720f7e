// SPDX-License-Identifier: Apache-2.0
#include "traces/format/schema.h"

namespace npusim::traces {
namespace {

constexpr std::uint32_t width_of(ColumnType type) {
  constexpr std::uint32_t kBytes[] = {1, 2, 4, 8, 4, 8, 0};
  return kBytes[static_cast<unsigned>(type)];
}

#define NPUSIM_TABLE(table, chunk_rows, meaning) constexpr ColumnSpec k_##table[] = {
#define NPUSIM_COLUMN(table, column, type, usual, unit, meaning) \
  {#column, ColumnType::type, width_of(ColumnType::type), usual, unit, meaning},
#define NPUSIM_TEXT(table, column, bytes, meaning) \
  {#column, ColumnType::Text, bytes, 0, "text", meaning},
#define NPUSIM_END_TABLE(table) \
  }                             \
  ;
#include "traces/format/schema.def"
#undef NPUSIM_TABLE
#undef NPUSIM_COLUMN
#undef NPUSIM_TEXT
#undef NPUSIM_END_TABLE

constexpr TableSpec kTables[] = {
#define NPUSIM_TABLE(table, chunk_rows, meaning) {#table, chunk_rows, meaning, k_##table},
#define NPUSIM_COLUMN(table, column, type, usual, unit, meaning)
#define NPUSIM_TEXT(table, column, bytes, meaning)
#define NPUSIM_END_TABLE(table)
#include "traces/format/schema.def"
#undef NPUSIM_TABLE
#undef NPUSIM_COLUMN
#undef NPUSIM_TEXT
#undef NPUSIM_END_TABLE
};

}  // namespace

std::span<const TableSpec> schema() { return kTables; }

}  // namespace npusim::traces
