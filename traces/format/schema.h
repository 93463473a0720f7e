// SPDX-License-Identifier: Apache-2.0
// The layout of a trace as data, from schema.def: what the writer creates, what the reader expects
// and what docs/trace-schema.md says.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace npusim::traces {

inline constexpr std::string_view kFormatName = "npusim trace";
inline constexpr std::uint32_t kFormatVersion = 6;

/// "None" in columns that need one.
inline constexpr std::uint64_t kNone64 = ~std::uint64_t{0};
inline constexpr std::uint32_t kNone32 = ~std::uint32_t{0};
inline constexpr std::uint16_t kNone16 = 0xffff;

enum class ColumnType : std::uint8_t { U8, U16, U32, U64, I32, I64, Text };

struct ColumnSpec {
  std::string_view name;
  ColumnType type;
  std::uint32_t width;  ///< bytes of a value
  std::uint64_t usual;  ///< value of rows never written; chunks of nothing else are not stored
  std::string_view unit;
  std::string_view meaning;

  /// "access_kind" where the values number the names of /names/access_kind; else empty.
  std::string_view names() const {
    constexpr std::string_view kPrefix = "/names/";
    return unit.starts_with(kPrefix) ? unit.substr(kPrefix.size()) : std::string_view{};
  }
};

struct TableSpec {
  std::string_view name;
  std::uint32_t chunk_rows;
  std::string_view meaning;
  std::span<const ColumnSpec> columns;
};

// enum class Table { events, instructions, ... } and, for each table, column numbers such as
// accesses::address.
enum class Table : std::uint8_t {
#define NPUSIM_TABLE(table, chunk_rows, meaning) table,
#define NPUSIM_COLUMN(table, column, type, usual, unit, meaning)
#define NPUSIM_TEXT(table, column, bytes, meaning)
#define NPUSIM_END_TABLE(table)
#include "traces/format/schema.def"
#undef NPUSIM_TABLE
#undef NPUSIM_COLUMN
#undef NPUSIM_TEXT
#undef NPUSIM_END_TABLE
};

// clang-format off
#define NPUSIM_TABLE(table, chunk_rows, meaning) namespace table { enum Column : unsigned {
#define NPUSIM_COLUMN(table, column, type, usual, unit, meaning) column,
#define NPUSIM_TEXT(table, column, bytes, meaning) column,
#define NPUSIM_END_TABLE(table) }; }
// clang-format on
#include "traces/format/schema.def"
#undef NPUSIM_TABLE
#undef NPUSIM_COLUMN
#undef NPUSIM_TEXT
#undef NPUSIM_END_TABLE

/// All tables, in the order of Table.
std::span<const TableSpec> schema();
inline const TableSpec& spec(Table table) { return schema()[static_cast<unsigned>(table)]; }

/// What a row of /events is; values of events.kind.
enum class EventKind : std::uint8_t {
  Issue,
  Instruction,
  Access,
  Completion,
  Sync,
  TaskDescription,
  Dependency,
  Task,
  Buffer,
  Choice,
  Fault
};
inline constexpr unsigned kEventKindCount = 11;

/// The names that a column's values number, for every "/names/..." of the schema but opcode and
/// tile_op, which come with the run.
struct NameTable {
  std::string_view name;
  std::vector<std::string> names;
};
const std::vector<NameTable>& name_tables();

/// docs/trace-schema.md.
std::string schema_markdown();

}  // namespace npusim::traces
